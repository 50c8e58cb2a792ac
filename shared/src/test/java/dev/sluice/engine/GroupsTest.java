package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups with state against a loop over batches, in peace and in trouble. */
class GroupsTest {
  private static final String OVER = ",over,";

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> timeouts = new HashMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void groupsAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(GroupsApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    List<EventStep> steps = EventStep.of(calm, GroupsApp.OUT_OF_ORDERNESS);
    byEvent(steps);
    byArrival(steps);
    rows.values().forEach(lines -> lines.sort(null));
    long last = steps.get(steps.size() - 1).borderMillis();
    List<String> over = takeOver(last, rows);
    for (World world : List.of(calm, troubled)) {
      SortedMap<String, List<String>> found = new TreeMap<>(world.rows());
      found.keySet().removeIf(name -> name.startsWith("dead-letter/"));
      assertThat(takeOver(last, found)).isEqualTo(over);
      DisturbanceTest.assertSame(found, rows);
    }
    assertThat(over).isNotEmpty();
    assertThat(rows.keySet()).anyMatch(name -> name.startsWith("late/by-event"));
    assertThat(rows.values().stream().flatMap(List::stream))
        .anyMatch(row -> row.contains(OVER))
        .anyMatch(row -> row.startsWith("quiet,0,3,"));
  }

  /** Takes out the timeouts from the last record on: at the end of the input all are over. */
  private static List<String> takeOver(long border, SortedMap<String, List<String>> rows) {
    List<String> taken = new ArrayList<>();
    rows.forEach(
        (name, lines) -> {
          if (!name.startsWith("late/") && Long.parseLong(name.replaceAll(".*-", "")) >= border) {
            lines.stream().filter(row -> row.contains(OVER)).forEach(taken::add);
            lines.removeIf(row -> row.contains(OVER));
          }
        });
    rows.values().removeIf(List::isEmpty);
    taken.sort(null);
    return taken;
  }

  private void byEvent(List<EventStep> steps) {
    begin(GroupsApp.BEFORE);
    for (EventStep step : steps) {
      Map<String, List<Reading>> groups = new TreeMap<>();
      step.far().forEach(each -> late(step, each, "far ahead"));
      for (Reading each : step.readings()) {
        if (step.isLate(each)) {
          late(step, each, "late");
        } else {
          groups.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each);
        }
      }
      if (step == steps.get(0)) {
        counts.keySet().forEach(key -> groups.putIfAbsent(key, List.of()));
      }
      groups.forEach(
          (key, values) -> {
            if (values.stream().noneMatch(each -> each.value() == GroupsApp.REFUSED)) {
              long count = counts.merge(key, (long) values.size(), Long::sum);
              timeouts.put(
                  key,
                  values.stream()
                      .mapToLong(each -> each.timeMillis() + GroupsApp.EVENT_TIMEOUT_MILLIS)
                      .max()
                      .orElse(GroupsApp.INITIAL_TIMEOUT));
              row(step, "events-", key + "," + values.size() + "," + count + "," + step.before());
              row(step, "events-", key + "," + step.borderMillis());
            }
          });
      expire(step, "events-", key -> timeouts.get(key) < step.after());
    }
  }

  private void byArrival(List<EventStep> steps) {
    begin(Map.of());
    for (EventStep step : steps) {
      Map<String, List<Reading>> groups = new TreeMap<>();
      for (List<Reading> some : List.of(step.readings(), step.far())) {
        some.forEach(r -> groups.computeIfAbsent(r.key(), key -> new ArrayList<>()).add(r));
      }
      groups.forEach(
          (key, values) -> {
            if (values.stream().noneMatch(each -> each.value() == GroupsApp.REFUSED)) {
              long count = counts.merge(key, (long) values.size(), Long::sum);
              timeouts.put(key, step.borderMillis() + GroupsApp.ARRIVAL_TIMEOUT.toMillis());
              if (values.size() > 1) {
                row(step, "arrivals-", key + "," + values.size() + "," + count);
              }
            }
          });
      expire(step, "arrivals-", key -> timeouts.get(key) <= step.borderMillis());
    }
  }

  private void begin(Map<String, Long> before) {
    counts.clear();
    counts.putAll(before);
    timeouts.clear();
  }

  private interface Over {
    boolean test(String key);
  }

  private void expire(EventStep step, String prefix, Over over) {
    List<String> gone =
        counts.keySet().stream()
            .filter(key -> timeouts.containsKey(key) && (step.last() || over.test(key)))
            .toList();
    gone.forEach(key -> row(step, prefix, key + OVER + counts.remove(key)));
    timeouts.keySet().removeAll(gone);
  }

  private void late(EventStep step, Reading reading, String why) {
    String start = Instant.ofEpochMilli(reading.timeMillis()).toString();
    String end = Instant.ofEpochMilli(reading.timeMillis() + 1).toString();
    String line = "\"" + reading.line() + "\"";
    rows.computeIfAbsent("late/by-event-" + step.borderMillis() + ".csv", name -> new ArrayList<>())
        .add(String.join(",", start, end, start, why, reading.key(), line));
  }

  private void row(EventStep step, String prefix, String row) {
    rows.computeIfAbsent(prefix + step.borderMillis(), name -> new ArrayList<>()).add(row);
  }
}
