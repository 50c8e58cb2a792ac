package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.flow.KeyGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deduplication against sets and a loop over batches, in peace and in trouble. */
class DedupTest {

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private final Set<String> forever = new HashSet<>();
  private final Set<String> times = new HashSet<>();
  private final Map<String, Long> within = new HashMap<>();
  private final Map<String, Long> both = new HashMap<>();
  private final SortedMap<Long, SortedMap<String, Long>> counts = new TreeMap<>();
  private final Set<Long> once = new HashSet<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void firstValuesAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(DedupApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    List<EventStep> steps = EventStep.of(calm, DedupApp.OUT_OF_ORDERNESS, DedupApp::coarse);
    steps.forEach(this::step);
    rows.values().forEach(lines -> lines.sort(null));
    for (World world : List.of(calm, troubled)) {
      DisturbanceTest.assertSame(found(world), rows);
    }
    assertThat(rows.keySet())
        .anyMatch(name -> name.startsWith("late/dropDuplicates-1-"))
        .anyMatch(name -> name.startsWith("late/dropDuplicatesWithinWatermark-2-"))
        .noneMatch(name -> name.startsWith("late/counts"));
  }

  /** Late rows cut to their values; what windows give behind the end has a border of its own. */
  private static SortedMap<String, List<String>> found(World world) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    world
        .rows()
        .forEach(
            (name, lines) -> {
              if (name.startsWith("late/")) {
                List<String> values = new ArrayList<>();
                lines.forEach(each -> values.add(each.replaceAll(".*\"([^\"]*)\"$", "$1")));
                values.sort(null);
                found.put(name, values);
              } else if (name.startsWith("once-")) {
                List<String> all = found.computeIfAbsent("once", o -> new ArrayList<>());
                lines.forEach(each -> all.add(each.replaceAll("[^0-9].*", "")));
              } else if (!name.startsWith("dead-letter/")) {
                found.put(name, lines);
              }
            });
    found.get("once").sort(null);
    return found;
  }

  private void step(EventStep step) {
    for (String operator :
        List.of("dropDuplicates-1", "dropDuplicatesByTime-1", "dropDuplicatesWithinWatermark-2")) {
      for (List<Reading> some : List.of(step.far(), step.readings())) {
        some.stream()
            .filter(each -> some == step.far() || step.isLate(each))
            .forEach(each -> row("late/" + operator + "-" + step.borderMillis() + ".csv", each));
      }
    }
    long known = DedupApp.OUT_OF_ORDERNESS.toMillis() + 1;
    List<Reading> first = new ArrayList<>();
    for (Reading each : step.readings()) {
      if (step.isLate(each)) {
        continue;
      }
      long end = Math.floorDiv(each.timeMillis(), DedupApp.WINDOW_MILLIS) + 1;
      if (forever.add(DedupApp.many(each))) {
        row("forever-" + step.borderMillis(), each);
        first.add(each);
      }
      if (times.add(each.key() + " " + each.timeMillis())) {
        row("time-" + step.borderMillis(), each);
        counts
            .computeIfAbsent(end * DedupApp.WINDOW_MILLIS, e -> new TreeMap<>())
            .merge(each.key(), 1L, Long::sum);
      }
      if (within.putIfAbsent(each.key(), each.timeMillis() + known) == null) {
        row("within-" + step.borderMillis(), each);
      }
    }
    first.sort(Comparator.comparing(DedupTest::bucket).thenComparing(DedupApp::many));
    for (Reading each : first) {
      if (both.putIfAbsent(each.key(), each.timeMillis() + known) == null) {
        row("both-" + step.borderMillis(), each);
      }
    }
    both.values().removeIf(until -> until <= step.after());
    within.values().removeIf(until -> until <= step.after());
    close(step.last() ? Long.MAX_VALUE : step.after());
  }

  /** Behind an operator, values come by its buckets, and in each by its keys. */
  private static int bucket(Reading reading) {
    int group = KeyGroups.of(TestCodecs.STRING.encode(DedupApp.many(reading)));
    return Layout.first(TwoWorlds.BUCKETS).bucketOf(group);
  }

  private void close(long watermark) {
    List<Long> ends = new ArrayList<>(counts.headMap(watermark).keySet());
    if (counts.containsKey(watermark)) {
      ends.add(watermark);
    }
    for (long end : ends) {
      counts
          .remove(end)
          .forEach(
              (key, count) -> {
                add("counts-" + end, "(" + key + "," + count + ")");
                if (once.add(count)) {
                  add("once", "" + count);
                }
              });
    }
  }

  private void row(String name, Reading reading) {
    add(name, reading.line());
  }

  private void add(String name, String row) {
    rows.computeIfAbsent(name, n -> new ArrayList<>()).add(row);
  }
}
