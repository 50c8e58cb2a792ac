package dev.sluice.cli;

import dev.sluice.api.Window;
import dev.sluice.api.graph.Element;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Running;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Finds the event times of lines before they are sent, by running what the app does with them. */
final class LineTimes {
  /** Before a record has arrived nothing else is known of it. */
  private static final Element NOT_ARRIVED =
      new Element() {
        @Override
        public long timeMillis() {
          return 0;
        }

        @Override
        public Window window() {
          return null;
        }

        @Override
        public byte[] key() {
          return new byte[0];
        }

        @Override
        public int keyGroup() {
          return 0;
        }

        @Override
        public long borderMillis() {
          return 0;
        }
      };

  /** Counts nothing: the records are still to come. */
  private record Trial(Map<String, Object> broadcasts) implements Running.Call {
    @Override
    public void add(String accumulator, long delta) {}

    @Override
    public Object broadcast(String name) {
      return broadcasts.get(name);
    }
  }

  private final String stream;
  private final List<Node.EventTime> declarations;
  private final Running running;
  private final Trial trial;

  /** For an app without broadcasts. */
  LineTimes(Plan plan, String stream) {
    this(plan, stream, Map.of());
  }

  /**
   * @param stream the one that the lines are sent to
   * @param broadcasts what functions see of broadcasts, by name
   */
  LineTimes(Plan plan, String stream, Map<String, Object> broadcasts) {
    this.stream = stream;
    this.declarations = plan.eventTimes();
    this.running = plan.sides().running();
    this.trial = new Trial(broadcasts);
  }

  /** Whether the app declares event time at all. */
  boolean any() {
    return !declarations.isEmpty();
  }

  /**
   * The newest event time of what a line holds, in milliseconds since 1970-01-01T00:00Z; empty if
   * it does not parse or holds nothing.
   */
  OptionalLong of(byte[] line) {
    OptionalLong newest = OptionalLong.empty();
    Running.Call before = running.enter(trial);
    try {
      for (Node.EventTime declaration : declarations) {
        for (Object value : values(declaration.input(), line)) {
          long millis = declaration.timestamps().of(value);
          newest = OptionalLong.of(Math.max(millis, newest.orElse(millis)));
        }
      }
      return newest;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return OptionalLong.empty(); // it becomes a dead letter, which says why
    } finally {
      running.leave(before);
    }
  }

  private List<Object> values(Node node, byte[] line) throws Exception {
    List<Object> values = new ArrayList<>();
    if (node instanceof Node.Source source) {
      if (source.stream().equals(stream)) {
        values.add(source.decoder().decode(line));
      }
    } else if (node instanceof Node.Stateless slice && slice.kind().equals("slice")) {
      values.addAll(values(slice.input(), line)); // which batch a line will be in nobody knows yet
    } else if (node instanceof Node.Stateless stateless) {
      for (Object value : values(stateless.input(), line)) {
        stateless.step().apply(value, NOT_ARRIVED, values::add);
      }
    } else {
      for (Node input : node.inputs()) {
        values.addAll(values(input, line));
      }
    }
    return values;
  }
}
