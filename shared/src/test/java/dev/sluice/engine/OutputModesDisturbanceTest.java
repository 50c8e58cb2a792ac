package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Output modes against maps and a loop over batches, in peace and in trouble. */
class OutputModesDisturbanceTest {
  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private final SortedMap<String, Long> totals = new TreeMap<>();
  private final SortedMap<String, Long> all = new TreeMap<>();
  private final SortedMap<Long, SortedMap<String, Long>> open = new TreeMap<>();
  private final SortedMap<Long, SortedMap<String, Long>> onTime = new TreeMap<>();
  private final SortedMap<Long, Set<String>> waiting = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsOfEveryBatchAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(OutputModesApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    List<EventStep> steps = EventStep.of(calm, OutputModesApp.OUT_OF_ORDERNESS);
    Set<Long> withRecords = new TreeSet<>();
    ShardRecords.of(calm.stream, 1000).forEach(each -> withRecords.add((each.k() + 1) * 1000));
    steps.forEach(step -> step(step, withRecords.contains(step.borderMillis())));
    onTime.forEach((end, sums) -> sums.forEach((key, sum) -> pair("early-" + end, key, sum)));
    rows.values().forEach(lines -> lines.sort(null));
    assertThat(rows.keySet()).anyMatch(name -> name.matches("early-.*-e.*"));
    long last = steps.get(steps.size() - 1).borderMillis();
    for (World world : List.of(calm, troubled)) {
      SortedMap<String, List<String>> found = new TreeMap<>(world.rows());
      found.keySet().removeIf(name -> name.startsWith("dead-letter/") || name.startsWith("late/"));
      found.keySet().removeIf(name -> name.matches("early-.*-e.*") && earlyBorder(name) >= last);
      DisturbanceTest.assertSame(found, rows);
      assertThat(world.rows().keySet()).anyMatch(name -> name.startsWith("late/changes-"));
      world
          .rows()
          .forEach(
              (name, lines) -> {
                if (name.startsWith("late/windows-")) {
                  assertThat(lines).allMatch(line -> line.contains(",far ahead,"));
                }
              });
    }
  }

  private static long earlyBorder(String directory) {
    return Long.parseLong(directory.replaceAll(".*-e", ""));
  }

  private void step(EventStep step, boolean hasRecords) {
    Set<String> touched = new TreeSet<>();
    for (List<Reading> some : List.of(step.readings(), step.far())) {
      for (Reading each : some) {
        totals.merge(each.key(), each.value(), Long::sum);
        touched.add(each.key());
      }
    }
    touched.forEach(
        key -> add("updates-" + step.borderMillis(), "(" + key + "," + totals.get(key) + ")"));

    SortedMap<Long, Set<String>> changed = new TreeMap<>();
    for (Reading each : step.readings()) {
      for (long end : ends(each.timeMillis())) {
        all.merge(end + " " + each.key(), each.value(), Long::sum);
        if (step.before() == Long.MIN_VALUE || end > step.before() - OutputModesApp.LATENESS) {
          open.computeIfAbsent(end, e -> new TreeMap<>())
              .merge(each.key(), each.value(), Long::sum);
          changed.computeIfAbsent(end, e -> new TreeSet<>()).add(each.key());
        }
      }
    }
    changed.forEach(
        (end, keys) ->
            keys.forEach(
                key ->
                    add(
                        "changes-" + end + "-r" + step.borderMillis(),
                        "(" + key + "," + open.get(end).get(key) + ")")));
    early(step);
    if (hasRecords) {
      totals.forEach(
          (key, sum) -> add("totals-" + step.borderMillis(), "(" + key + "," + sum + ")"));
      all.forEach((place, sum) -> add("windows-" + step.borderMillis(), place + "=" + sum));
    }
  }

  /** What the last batch gives early depends on whether the input has ended by then. */
  private void early(EventStep step) {
    for (Reading each : step.readings()) {
      for (long end : ends(each.timeMillis())) {
        if (end > step.before()) {
          onTime
              .computeIfAbsent(end, e -> new TreeMap<>())
              .merge(each.key(), each.value(), Long::sum);
          waiting.computeIfAbsent(end, e -> new TreeSet<>()).add(each.key());
        }
      }
    }
    waiting.keySet().removeIf(end -> end <= step.after());
    long border = step.borderMillis();
    long every = OutputModesApp.EVERY;
    if (border / every > (border - 1000) / every && !step.last()) {
      waiting.forEach(
          (end, keys) ->
              keys.forEach(
                  key -> pair("early-" + end + "-e" + border, key, onTime.get(end).get(key))));
      waiting.clear();
    }
  }

  private void pair(String directory, String key, long sum) {
    add(directory, "(" + key + "," + sum + ")");
  }

  private static List<Long> ends(long timeMillis) {
    List<Long> ends = new ArrayList<>();
    long start = Math.floorDiv(timeMillis, OutputModesApp.SLIDE) * OutputModesApp.SLIDE;
    while (start > timeMillis - OutputModesApp.SIZE) {
      ends.add(start + OutputModesApp.SIZE);
      start -= OutputModesApp.SLIDE;
    }
    return ends;
  }

  private void add(String directory, String row) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(row);
  }
}
