package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.flow.KeyGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Joins, windowed streams and partitions against lists and loops, in peace and in trouble. */
class JoinsUnderTroubleTest {
  private static final long T = 1000;
  private static final long MAX_AHEAD = 3600_000;
  private static final long SIZE = JoinApp.SLIDING.size().toMillis();
  private static final long SLIDE = JoinApp.SLIDING.slide().toMillis();

  private static final long PANE = JoinApp.SLIDING.paneMillis();

  private record Arrival(long k, long stampMillis, Reading reading) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void joinsAndPartitionsAreThoseOfLoopsOverAllRecordsWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(JoinApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    SortedMap<String, List<String>> rows = new TreeMap<>(calm.rows());
    rows.keySet().removeIf(name -> name.matches("(dead-letter|late)/.*"));
    DisturbanceTest.assertSame(rows, expected(arrivals(calm)));
    DisturbanceTest.assertSame(troubled.files(), calm.files());
    assertThat(calm.rows().keySet()).anyMatch(name -> name.startsWith("late/cut-"));
  }

  private static List<Arrival> arrivals(World world) {
    List<Arrival> arrivals = new ArrayList<>();
    for (ShardRecords.InBatch each : ShardRecords.of(world.stream, T)) {
      try {
        arrivals.add(new Arrival(each.k(), each.clockMillis(), Reading.parse(each.line())));
      } catch (NumberFormatException e) {
        // a dead letter
      }
    }
    return arrivals;
  }

  private static SortedMap<String, List<String>> expected(List<Arrival> arrivals) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    SortedMap<Long, List<Arrival>> batches = new TreeMap<>();
    arrivals.forEach(a -> batches.computeIfAbsent(a.k(), k -> new ArrayList<>()).add(a));
    SortedMap<Long, List<Reading>> windows = new TreeMap<>();
    long watermark = Long.MIN_VALUE;
    for (Map.Entry<Long, List<Arrival>> batch : batches.entrySet()) {
      long border = (batch.getKey() + 1) * T;
      List<Reading> readings = batch.getValue().stream().map(Arrival::reading).toList();
      batch("" + border, readings, rows);
      long before = watermark;
      for (Arrival each : batch.getValue()) {
        long time = each.reading().timeMillis();
        if (time > each.stampMillis() + MAX_AHEAD) {
          continue;
        }
        for (long end = lastEnd(time); end - SIZE <= time && time < end; end -= SLIDE) {
          if (end > before) {
            windows.computeIfAbsent(end, e -> new ArrayList<>()).add(each.reading());
          }
        }
        long moved = Math.min(time, border) - JoinApp.OUT_OF_ORDERNESS.toMillis();
        watermark = Math.max(watermark, moved);
      }
      close(windows.headMap(watermark + 1), rows);
    }
    close(windows, rows);
    rows.values().forEach(of -> of.sort(null));
    return rows;
  }

  /** The end of the last window that holds a time: windows start at multiples of the slide. */
  private static long lastEnd(long time) {
    return Math.floorDiv(time, SLIDE) * SLIDE + SIZE;
  }

  private static void close(
      SortedMap<Long, List<Reading>> closing, SortedMap<String, List<String>> rows) {
    closing.forEach(
        (end, of) -> {
          of.sort(Comparator.comparing(r -> Math.floorDiv(r.timeMillis(), PANE))); // stable
          long joined = 0;
          for (String key : keys(of)) {
            List<Long> even = of(of, key, 0);
            String start = "" + (end - SIZE);
            row(rows, "windows-" + end, start + key + "(" + even + "," + of(of, key, 1) + ")");
            even.forEach(v -> row(rows, "values-" + end, "(" + key + "," + v + ")"));
            long sum = sum(of(of, key, 0)) + sum(of(of, key, 1));
            row(rows, "cut-" + end, "(" + key + "," + sum + ")");
            joined += even.isEmpty() ? 0 : 1;
          }
          if (joined > 0) {
            row(rows, "counts-" + end, "" + joined);
          }
        });
    closing.clear();
  }

  private static void batch(String border, List<Reading> of, SortedMap<String, List<String>> rows) {
    SortedMap<Integer, List<Long>> partitions = new TreeMap<>();
    for (Reading each : of) {
      int group = KeyGroups.of(TestCodecs.STRING.encode(each.key()));
      partitions
          .computeIfAbsent(group * JoinApp.PARTITIONS / 1024, p -> new ArrayList<>())
          .add(each.value());
    }
    partitions
        .values()
        .forEach(
            values -> row(rows, "partitions-" + border, "" + values.stream().sorted().toList()));
    for (String key : keys(of)) {
      List<Long> even = of(of, key, 0);
      List<Long> odd = of(of, key, 1);
      row(rows, "batches-" + border, "(" + key + ",(" + even + "," + odd + "))");
      for (long left : even) {
        for (long right : odd) {
          String pair = "(" + left + "," + right + ")";
          String sum = "Optional[" + (sum(even) + sum(odd)) + "]";
          row(rows, "chain-" + border, "(" + key + ",(" + pair + "," + sum + "))");
        }
      }
    }
  }

  private static Iterable<String> keys(List<Reading> of) {
    TreeSet<String> keys = new TreeSet<>();
    of.forEach(each -> keys.add(each.key()));
    return keys;
  }

  private static List<Long> of(List<Reading> of, String key, int remainder) {
    return of.stream()
        .filter(each -> each.key().equals(key) && each.value() % 2 == remainder)
        .map(Reading::value)
        .toList();
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(v -> v).sum();
  }

  private static void row(SortedMap<String, List<String>> rows, String directory, String row) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(row);
  }
}
