package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

/** Early results by numbers of values against lists of all values, in peace and in trouble. */
class EarlyTest {
  private record Place(long end, String key) {}

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private final Map<Place, List<Long>> kept = new HashMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(EarlyApp::new, seed);
    List<EventStep> steps = EventStep.of(worlds.calm(), EarlyApp.OUT_OF_ORDERNESS);
    steps.forEach(this::step);
    rows.values().forEach(lines -> lines.sort(null));

    String atTheEnd = ".*-e" + steps.get(steps.size() - 1).borderMillis();
    for (World world : List.of(worlds.calm(), worlds.troubled())) {
      SortedMap<String, List<String>> found = new TreeMap<>(world.rows());
      found.keySet().removeIf(name -> name.startsWith("dead-letter/") || name.startsWith("late/"));
      found.keySet().removeIf(name -> name.matches(atTheEnd)); // whether the input had ended there
      DisturbanceTest.assertSame(found, rows);
    }
    for (String kind : List.of("counted-\\d+-e\\d+", "counted-\\d+-r\\d+", "counted-\\d+")) {
      assertThat(rows.keySet()).anyMatch(directory -> directory.matches(kind));
    }
  }

  /** Every value is kept, and each is counted one by one. */
  private void step(EventStep step) {
    Set<Place> changed = new HashSet<>();
    Set<Place> reached = new HashSet<>();
    for (Reading each : step.readings()) {
      for (long end : ends(each.timeMillis())) {
        if (step.before() == Long.MIN_VALUE || end > step.before() - EarlyApp.LATENESS) {
          Place place = new Place(end, each.key());
          List<Long> values = kept.computeIfAbsent(place, p -> new ArrayList<>());
          values.add(each.value());
          changed.add(place);
          if (values.size() % EarlyApp.EVERY_RECORDS == 0) {
            reached.add(place);
          }
        }
      }
    }
    long closed = step.last() ? Long.MAX_VALUE : step.after();
    for (Place place : changed) {
      if (place.end <= step.before()) {
        row(place, "-r" + step.borderMillis());
      } else if (place.end > closed && reached.contains(place)) {
        row(place, "-e" + step.borderMillis());
      }
    }
    for (Place place : kept.keySet()) {
      if (place.end > step.before() && place.end <= closed) {
        row(place, "");
      }
    }
  }

  private static List<Long> ends(long timeMillis) {
    List<Long> ends = new ArrayList<>();
    for (long start = timeMillis; start > timeMillis - EarlyApp.SIZE; start--) {
      if (Math.floorMod(start, EarlyApp.SLIDE) == 0) {
        ends.add(start + EarlyApp.SIZE);
      }
    }
    return ends;
  }

  private void row(Place place, String suffix) {
    long sum = kept.get(place).stream().mapToLong(each -> each).sum();
    rows.computeIfAbsent("counted-" + place.end + suffix, name -> new ArrayList<>())
        .add("(" + place.key + "," + sum + ")");
  }
}
