package dev.sluice.api.graph;

import dev.sluice.api.Aggregator;
import dev.sluice.api.BatchFunction;
import dev.sluice.api.Decoder;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.FileFormat;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.SourceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node of the graph that an app defines, without types: the typed API puts only matching nodes
 * together. Nodes know their inputs, so that a sink leads to everything it needs.
 */
public sealed interface Node {

  /** The nodes whose values this one takes. */
  List<Node> inputs();

  /** The id that the app gave, if any. */
  default Optional<String> name() {
    return Optional.empty();
  }

  /**
   * Records of a source.
   *
   * @param own the source itself, where the app brings it
   */
  record Source(SourceId id, Decoder<?> decoder, Optional<PullSource> own) implements Node {
    /** One that is there without the app. */
    public Source(SourceId id, Decoder<?> decoder) {
      this(id, decoder, Optional.empty());
    }

    /** The text that names it, in lanes and everywhere. */
    public String stream() {
      return id.text();
    }

    @Override
    public List<Node> inputs() {
      return List.of();
    }
  }

  /** An operator without state: from a value, none, one or several. */
  record Stateless(String kind, Node input, Step step) implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /**
   * Declares event time.
   *
   * @param outOfOrderness how far the watermark stays behind the newest event time
   * @param maxAhead how far an event time may be ahead of the record's arrival stamp
   */
  record EventTime(Node input, Timestamps timestamps, Duration outOfOrderness, Duration maxAhead)
      implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** All values of several streams. */
  record Union(List<Node> inputs) implements Node {}

  /**
   * Says that the values belong to windows, for the operators that put them together: each of those
   * takes the values of a window instead of those of an interval. The values go on as they come.
   */
  record Windowing(Node input, Windows windows) implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** A node whose input crosses a shuffle: what it makes comes to be in bucket lanes. */
  sealed interface Shuffled extends Node {}

  /**
   * One of the inputs of a keyed operator, pairs; a node of its own, so that two inputs may take
   * the same stream.
   *
   * @param index which one, from 0
   */
  record Port(Node input, int index, Codec<Object> keys, Codec<Object> values) implements Node {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /**
   * Runs logic for each key, with state.
   *
   * @param kind the name of the operator in the API
   * @param ports its inputs, all with the same codec of keys
   * @param state how the state of a key is stored, if there is any
   * @param logic what is done with the values of a key
   * @param traits what the engine must know of the logic
   * @param initial the states before the first step; their keys are called in it
   */
  record Keyed(
      Optional<String> name,
      String kind,
      List<Port> ports,
      Optional<Codec<Object>> state,
      KeyedLogic logic,
      KeyedTraits traits,
      InitialState initial)
      implements Shuffled {

    /** No key has a state before its first value. */
    public Keyed(
        Optional<String> name,
        String kind,
        List<Port> ports,
        Optional<Codec<Object>> state,
        KeyedLogic logic,
        KeyedTraits traits) {
      this(name, kind, ports, state, logic, traits, InitialState.NONE);
    }

    @Override
    public List<Node> inputs() {
      return List.copyOf(ports);
    }

    /** How keys are written. */
    public Codec<Object> keys() {
      return ports.get(0).keys();
    }
  }

  /**
   * Aggregates pairs by key: per batch interval, or per window where there are windows.
   *
   * @param resultsOf the windows whose results it takes, those of each window for themselves;
   *     {@code windows} only keeps them apart then, see {@link Cut}
   * @param mode what results are to earlier ones, if it was said: final ones of windows (APPEND),
   *     or changed ones, or all, in each step; over all time where there are no windows
   * @param early how often windows give results before they close, if they do
   */
  record Aggregate(
      Optional<String> name,
      Node input,
      Codec<Object> keys,
      Codec<Object> values,
      Aggregator<Object, Object, Object> aggregator,
      Optional<Windows> windows,
      Optional<Windows> resultsOf,
      Optional<OutputMode> mode,
      Optional<EarlyResults> early)
      implements Shuffled {

    /** An aggregation whose results are final. */
    public Aggregate(
        Optional<String> name,
        Node input,
        Codec<Object> keys,
        Codec<Object> values,
        Aggregator<Object, Object, Object> aggregator,
        Optional<Windows> windows,
        Optional<Windows> resultsOf) {
      this(
          name,
          input,
          keys,
          values,
          aggregator,
          windows,
          resultsOf,
          Optional.empty(),
          Optional.empty());
    }

    /** An aggregation that cuts time itself. */
    public Aggregate(
        Optional<String> name,
        Node input,
        Codec<Object> keys,
        Codec<Object> values,
        Aggregator<Object, Object, Object> aggregator,
        Optional<Windows> windows) {
      this(name, input, keys, values, aggregator, windows, Optional.empty());
    }

    /** Whether it gives the results that have changed, in each step that changes any. */
    public boolean updates() {
      return mode.equals(Optional.of(OutputMode.UPDATE));
    }

    /** Whether it gives all results in each step, and so forgets none. */
    public boolean isComplete() {
      return mode.equals(Optional.of(OutputMode.COMPLETE));
    }

    /** The windows that its results belong to, none for batch intervals. */
    public Optional<Windows> resultWindows() {
      return resultsOf.or(() -> windows);
    }

    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** An end of the graph. */
  sealed interface Sink extends Node {}

  /** Rows in files below a prefix. */
  sealed interface Files extends Sink {
    Node input();

    String prefix();

    /** Without a dot; empty for none. */
    String suffix();

    @Override
    default List<Node> inputs() {
      return List.of(input());
    }
  }

  /** Rows of text in files below a prefix. */
  record TextFiles(Node input, String prefix, String suffix) implements Files {}

  /** Rows in files of {@link dev.sluice.codec.ObjectFile} below a prefix. */
  record ObjectFiles(Node input, String prefix, String suffix, Codec<Object> codec)
      implements Files {}

  /** Rows in files that a format makes, below a prefix. */
  record FormattedFiles(
      Node input, String prefix, String suffix, Codec<Object> codec, FileFormat<Object> format)
      implements Files {}

  /** The first rows of each batch on the console. */
  record Print(Node input, int rows) implements Sink {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** Calls a function with the rows of each batch. */
  record Batches(Optional<String> name, Node input, Codec<Object> codec, BatchFunction<Object> call)
      implements Sink {
    @Override
    public List<Node> inputs() {
      return List.of(input);
    }
  }

  /** What a stateless operator does with a value. */
  @FunctionalInterface
  interface Step {
    void apply(Object value, Element element, Consumer<Object> out) throws Exception;

    /** Numbers and times that decide results, as a text; part of the app's digest. */
    default String parameters() {
      return "";
    }
  }

  /** Gives a value's event time in milliseconds since 1970-01-01T00:00Z. */
  @FunctionalInterface
  interface Timestamps {
    long of(Object value) throws Exception;
  }
}
