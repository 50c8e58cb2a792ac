package dev.sluice.api;

import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where an app finds its streams and tables, and where its graph is collected. */
public final class StreamContext {
  private final Map<String, List<String>> tables;
  private final List<Node.Sink> sinks = new ArrayList<>();

  /**
   * @param tables the lines of each table that was given for this run, by name
   */
  public StreamContext(Map<String, List<String>> tables) {
    this.tables = Map.copyOf(tables);
  }

  /**
   * The records of a Kinesis stream.
   *
   * @param stream its name
   * @param decoder makes a value from a record's bytes
   */
  public <T> DStream<T> kinesis(String stream, Decoder<T> decoder) {
    return new DStream<>(this, new Node.Source(stream, decoder));
  }

  /** Whether a table of that name was given for this run. */
  public boolean hasTable(String name) {
    return tables.containsKey(name);
  }

  /**
   * A static table, one row a line; empty lines are left out.
   *
   * @param row makes a key and a row from a line
   * @throws IllegalArgumentException if no table of that name was given, or a line is refused
   */
  public <K, V> StaticTable<K, V> table(String name, Fn<String, Pair<K, V>> row, Codec<V> codec) {
    List<String> lines = tables.get(name);
    if (lines == null) {
      throw new IllegalArgumentException(
          "the app joins with table '"
              + name
              + "', which was not given; given are "
              + tables.keySet().stream().sorted().toList());
    }
    Map<K, List<V>> rows = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (!line.isBlank()) {
        try {
          Pair<K, V> pair = row.apply(line);
          rows.computeIfAbsent(pair.key(), key -> new ArrayList<>()).add(pair.value());
        } catch (Exception e) {
          throw new IllegalArgumentException(
              "table '" + name + "', line " + number + " cannot be read: " + e + ": " + line, e);
        }
      }
    }
    return new StaticTable<>(rows, codec);
  }

  /** The ends of the graph so far, in the order in which the app defined them. */
  public List<Node.Sink> sinks() {
    return List.copyOf(sinks);
  }

  void register(Node.Sink sink) {
    sinks.add(sink);
  }
}
