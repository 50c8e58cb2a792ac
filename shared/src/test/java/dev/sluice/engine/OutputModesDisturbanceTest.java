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

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsOfEveryBatchAreThoseOfOneLoopWhateverHappens(long seed) {
    List<Script.Event> script = Script.of(seed, 300, seed % 2 == 0);
    EngineSettings settings = World.settings(3, seed % 3 == 0 ? 0 : 100);
    World calm =
        new World(new OutputModesApp(), 3, settings, Trouble.Chances.NONE, seed).run(script);
    World troubled =
        new World(new OutputModesApp(), 3, settings, Trouble.Chances.MUCH, -seed).run(script);

    List<EventStep> steps = EventStep.of(calm, OutputModesApp.OUT_OF_ORDERNESS);
    Set<Long> withRecords = new TreeSet<>();
    ShardRecords.of(calm.stream, 1000).forEach(each -> withRecords.add((each.k() + 1) * 1000));
    steps.forEach(step -> step(step, withRecords.contains(step.borderMillis())));
    rows.values().forEach(lines -> lines.sort(null));
    long last = steps.get(steps.size() - 1).borderMillis();
    for (World world : List.of(calm, troubled)) {
      SortedMap<String, List<String>> found = new TreeMap<>(world.rows());
      found.keySet().removeIf(name -> name.startsWith("dead-letter/") || name.startsWith("late/"));
      // what the end of the input gives once more
      for (String prefix : List.of("totals-", "windows-")) {
        List<String> end = rows.get(prefix + last);
        found.forEach(
            (name, lines) -> {
              if (name.startsWith(prefix) && border(name) > last) {
                assertThat(lines).as(name).isEqualTo(end);
              }
            });
        found.keySet().removeIf(name -> name.startsWith(prefix) && border(name) > last);
      }
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

  private static long border(String directory) {
    return Long.parseLong(directory.substring(directory.indexOf('-') + 1));
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
    if (hasRecords) {
      totals.forEach(
          (key, sum) -> add("totals-" + step.borderMillis(), "(" + key + "," + sum + ")"));
      all.forEach((place, sum) -> add("windows-" + step.borderMillis(), place + "=" + sum));
    }
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
