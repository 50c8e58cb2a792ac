package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State by key against a loop over intervals, in peace and in trouble. */
class KeyedStateTest {
  private static final long T = 1000;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void stateOfEveryKeyIsThatOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(StatefulApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    long last = ShardRecords.of(calm.stream, T).stream().mapToLong(r -> r.k()).max().orElseThrow();
    SortedMap<String, List<String>> expected = expected(calm);
    List<String> idle = takeIdle(last, expected);
    for (World world : List.of(calm, troubled)) {
      SortedMap<String, List<String>> rows = new TreeMap<>(world.rows());
      rows.keySet().removeIf(name -> name.startsWith("dead-letter/"));
      assertThat(takeIdle(last, rows)).isEqualTo(idle);
      rows.keySet().removeIf(name -> intervalOf(name) > last);
      DisturbanceTest.assertSame(rows, expected);
    }
  }

  @Test
  void idleKeysTimeOutAndRefusedValuesLeaveNoTrace() {
    List<Script.Event> script = Script.of(3, 300, false);

    World world =
        new World(new StatefulApp(), 3, World.settings(3, 100), Trouble.Chances.NONE, 3)
            .run(script);

    assertThat(rows(world, "counts")).anyMatch(row -> row.contains(",idle,"));
    assertThat(rows(world, "dead-letter/mapWithState")).anyMatch(row -> row.contains("unlucky"));
  }

  private static List<String> rows(World world, String prefix) {
    return world.rows().entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }

  /**
   * Takes out the rows of keys that are idle when the input ends: all time out then, at a border
   * that depends on how far the clock was, and are in the snapshots up to there.
   */
  private static List<String> takeIdle(long k, SortedMap<String, List<String>> rows) {
    List<String> taken = new ArrayList<>();
    rows.forEach(
        (name, lines) -> {
          if (name.startsWith("snapshots-") && intervalOf(name) >= k) {
            lines.clear();
          } else if (name.startsWith("counts-") && intervalOf(name) >= k) {
            lines.stream().filter(row -> row.contains(",idle,")).forEach(taken::add);
            lines.removeIf(row -> row.contains(",idle,"));
          }
        });
    rows.values().removeIf(List::isEmpty);
    taken.sort(null);
    return taken;
  }

  private static long intervalOf(String directory) {
    return Long.parseLong(directory.replaceAll(".*-", "").replaceAll("\\..*", "")) / T - 1;
  }

  private static SortedMap<String, List<String>> expected(World world) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    SortedMap<String, Long> sums = new TreeMap<>(StatefulApp.SUMS_BEFORE);
    SortedMap<String, Long> counts = new TreeMap<>(StatefulApp.COUNTS_BEFORE);
    Map<String, Long> touched = new HashMap<>();
    Map<Long, List<Reading>> batches = new TreeMap<>();
    long first = Long.MAX_VALUE;
    long last = 0;
    for (ShardRecords.InBatch each : ShardRecords.of(world.stream, T)) {
      first = Math.min(first, each.k());
      last = Math.max(last, each.k());
      try {
        batches.computeIfAbsent(each.k(), k -> new ArrayList<>()).add(Reading.parse(each.line()));
      } catch (NumberFormatException e) {
        // a dead letter
      }
    }
    long firstBorder = (first + 1) * T;
    counts.keySet().forEach(key -> touched.put(key, firstBorder));
    for (long k = first; k <= last; k++) {
      long border = (k + 1) * T;
      List<Reading> batch = batches.getOrDefault(k, List.of());
      SortedMap<String, List<Long>> values = new TreeMap<>();
      sums.keySet().forEach(key -> values.put(key, new ArrayList<>()));
      batch.forEach(r -> values.computeIfAbsent(r.key(), key -> new ArrayList<>()).add(r.value()));
      values.forEach(
          (key, of) -> {
            long sum = sums.getOrDefault(key, 0L) + of.stream().mapToLong(v -> v).sum();
            if (sum > 1000) {
              sums.remove(key);
            } else {
              sums.put(key, sum);
            }
          });
      sums.forEach((key, sum) -> row(rows, "sums-" + border, "(" + key + "," + sum + ")"));
      if (!sums.isEmpty()) {
        long total = sums.values().stream().mapToLong(v -> v).sum();
        row(rows, "totals-" + border, "(all," + total + ")");
      }
      for (Reading r : batch) {
        if (r.value() == StatefulApp.FORGOTTEN) {
          counts.remove(r.key());
        } else if (r.value() != StatefulApp.REFUSED) {
          long count = counts.merge(r.key(), 1L, Long::sum);
          touched.put(r.key(), border);
          row(rows, "counts-" + border, r.key() + "," + r.value() + "," + count);
        }
      }
      boolean end = k == last;
      List<String> idle =
          counts.keySet().stream()
              .filter(key -> end || touched.get(key) + StatefulApp.TIMEOUT.toMillis() <= border)
              .toList();
      idle.forEach(key -> row(rows, "counts-" + border, key + ",idle," + counts.remove(key)));
      counts.forEach(
          (key, count) -> row(rows, "snapshots-" + border, "(" + key + "," + count + ")"));
    }
    rows.values().forEach(lines -> lines.sort(null));
    return rows;
  }

  private static void row(SortedMap<String, List<String>> rows, String directory, String row) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(row);
  }
}
