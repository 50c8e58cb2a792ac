package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Joins within bounds of time against all pairs of all batches, in peace and in trouble. */
class IntervalJoinTest {
  private record Taken(Reading reading, EventStep step) {}

  private final SortedMap<String, List<String>> rows = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resultsAreThoseOfAllPairsWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(IntervalJoinApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    List<EventStep> steps = EventStep.of(calm, IntervalJoinApp.OUT_OF_ORDERNESS);
    model(steps);
    rows.values().forEach(lines -> lines.sort(null));
    long last = steps.get(steps.size() - 1).borderMillis();
    for (World world : List.of(calm, troubled)) {
      DisturbanceTest.assertSame(found(world, last), rows);
    }
    assertThat(rows.keySet())
        .anyMatch(name -> name.startsWith("late/fullOuterJoinWithin-1-"))
        .anyMatch(name -> name.startsWith("full-" + last))
        .anyMatch(name -> name.startsWith("dead-letter"));
    assertThat(calm.rows().keySet()).noneMatch(name -> name.startsWith("late/counts"));
  }

  /** What comes when the input ends has a border that depends on how far the clock was. */
  private static SortedMap<String, List<String>> found(World world, long last) {
    SortedMap<String, List<String>> found = new TreeMap<>();
    world
        .rows()
        .forEach(
            (name, lines) -> {
              if (name.startsWith("dead-letter/readings")) {
                return;
              }
              String directory = name;
              if (name.startsWith("dead-letter/")) {
                directory = "dead-letter";
              } else if (name.matches("(full|left|right|inner)-.*")) {
                String prefix = name.substring(0, name.indexOf('-') + 1);
                long border = Long.parseLong(name.substring(prefix.length()));
                directory = prefix + Math.min(border, last);
              }
              for (String line : lines) {
                String row = name.startsWith("late/") ? line.replaceAll(".*\"(.*)\"$", "$1") : line;
                found
                    .computeIfAbsent(directory, d -> new ArrayList<>())
                    .add(name.startsWith("dead-letter/") ? "refused" : row);
              }
            });
    found.values().forEach(lines -> lines.sort(null));
    return found;
  }

  private void model(List<EventStep> steps) {
    List<Taken> taken = new ArrayList<>();
    for (EventStep step : steps) {
      step.far().forEach(each -> late(each, step));
      for (Reading each : step.readings()) {
        if (step.isLate(each)) {
          late(each, step);
        } else {
          taken.add(new Taken(each, step));
        }
      }
    }
    Set<Taken> matched = new HashSet<>();
    SortedMap<Long, SortedMap<String, Long>> counts = new TreeMap<>();
    for (int i = 0; i < taken.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean first = IntervalJoinApp.isLeft(taken.get(i).reading);
        Taken left = taken.get(first ? i : j);
        Taken right = taken.get(first ? j : i);
        if (matches(left.reading, right.reading)) {
          matched.add(left);
          matched.add(right);
          long time = Math.max(left.reading.timeMillis(), right.reading.timeMillis());
          if (!isRefused(left.reading.line(), right.reading.line())) {
            count(counts, time, left.reading.key());
          }
          for (String output : List.of("full", "left", "right", "inner")) {
            row(output, taken.get(i).step, left.reading.line(), right.reading.line());
          }
        }
      }
    }
    for (Taken each : taken) {
      if (!matched.contains(each)) {
        alone(each, steps, counts);
      }
    }
    counts.forEach(
        (end, ofKeys) ->
            ofKeys.forEach((key, n) -> add("counts-" + end, "(" + key + "," + n + ")")));
  }

  private void alone(
      Taken value, List<EventStep> steps, SortedMap<Long, SortedMap<String, Long>> counts) {
    boolean left = IntervalJoinApp.isLeft(value.reading);
    long bound = (left ? IntervalJoinApp.AFTER : IntervalJoinApp.BEFORE).toMillis();
    long lastPartner = value.reading.timeMillis() + bound;
    EventStep over =
        steps.stream()
            .filter(each -> each.k() >= value.step.k())
            .filter(each -> each.after() > lastPartner || each.last())
            .findFirst()
            .orElseThrow();
    String line = value.reading.line();
    row("full", over, left ? line : null, left ? null : line);
    row(left ? "left" : "right", over, left ? line : null, left ? null : line);
    if (!isRefused(left ? line : null, left ? null : line)) {
      count(counts, lastPartner, value.reading.key());
    }
  }

  private static boolean matches(Reading left, Reading right) {
    return IntervalJoinApp.isLeft(left)
        && !IntervalJoinApp.isLeft(right)
        && left.key().equals(right.key())
        && right.timeMillis() >= left.timeMillis() - IntervalJoinApp.BEFORE.toMillis()
        && right.timeMillis() <= left.timeMillis() + IntervalJoinApp.AFTER.toMillis();
  }

  private static void count(
      SortedMap<Long, SortedMap<String, Long>> counts, long timeMillis, String key) {
    long window = IntervalJoinApp.WINDOW_MILLIS;
    long end = (Math.floorDiv(timeMillis, window) + 1) * window;
    counts.computeIfAbsent(end, e -> new TreeMap<>()).merge(key, 1L, Long::sum);
  }

  private void row(String output, EventStep step, String left, String right) {
    String row = IntervalJoinApp.text(Optional.ofNullable(left), Optional.ofNullable(right));
    if (IntervalJoinApp.isRefused(row)) {
      add("dead-letter", "refused");
    } else {
      add(output + "-" + step.borderMillis(), row);
    }
  }

  /** What is refused on one branch takes effect on none. */
  private static boolean isRefused(String left, String right) {
    return IntervalJoinApp.isRefused(
        IntervalJoinApp.text(Optional.ofNullable(left), Optional.ofNullable(right)));
  }

  private void late(Reading reading, EventStep step) {
    for (String kind : List.of("fullOuter", "leftOuter", "rightOuter")) {
      add("late/" + kind + "JoinWithin-1-" + step.borderMillis() + ".csv", reading.line());
    }
    add("late/joinWithin-1-" + step.borderMillis() + ".csv", reading.line());
  }

  private void add(String directory, String row) {
    rows.computeIfAbsent(directory, d -> new ArrayList<>()).add(row);
  }
}
