package dev.sluice.simulation.pipeline;

import dev.sluice.api.Pair;
import dev.sluice.api.StaticTable;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Map;

/** A static table: some keys have rows in it, one has two. */
final class KeyTable {
  static final List<Pair<String, Long>> ROWS =
      List.of(
          Pair.of("k0", 1L),
          Pair.of("k3", 20L),
          Pair.of("k0", 300L),
          Pair.of("mk1", 4_000L),
          Pair.of("rest 2", 50_000L),
          Pair.of("silent", 6L));

  private static final String NAME = "rows";

  /** States in the beginning: a row for each key. */
  private static final String STATES = "states";

  private KeyTable() {}

  /** The lines of the tables that apps may read, by name. */
  static Map<String, List<String>> lines() {
    return Map.of(NAME, lines(ROWS), STATES, lines(states()));
  }

  /** A row for each key. */
  static List<Pair<String, Long>> states() {
    return ROWS.subList(1, ROWS.size());
  }

  private static List<String> lines(List<Pair<String, Long>> rows) {
    return rows.stream().map(row -> row.key() + "=" + row.value()).toList();
  }

  static StaticTable<String, Long> of(StreamContext context) {
    return read(context, NAME);
  }

  static StaticTable<String, Long> states(StreamContext context) {
    return read(context, STATES);
  }

  private static StaticTable<String, Long> read(StreamContext context, String name) {
    return context.table(
        name,
        line -> {
          String[] fields = line.split("=");
          return Pair.of(fields[0], Long.parseLong(fields[1]));
        },
        Codecs.int64());
  }
}
