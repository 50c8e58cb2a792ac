package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions against lists and a loop over batches, in peace and in trouble. */
class SessionsTest {
  private static final long T = 1000;

  private record Naive(long start, long end, List<Long> values) {
    long sum() {
      return values.stream().mapToLong(each -> each).sum();
    }
  }

  private final SortedMap<String, List<String>> rows = new TreeMap<>();
  private final SortedMap<Long, Long> ends = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sessionsAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(SessionsApp::new, seed);
    World calm = worlds.calm();
    World troubled = worlds.troubled();

    List<EventStep> steps = EventStep.of(calm, SessionsApp.OUT_OF_ORDERNESS, SessionsApp::coarse);
    run("fixed", steps, value -> SessionsApp.GAP_MILLIS, 0);
    run("patient", steps, SessionsApp::gapMillis, SessionsApp.LATENESS.toMillis());
    arrivals(calm);
    ends.forEach((end, count) -> row("ends-" + end, "(all," + count + ")"));
    rows.values().forEach(lines -> lines.sort(null));
    for (World world : List.of(calm, troubled)) {
      DisturbanceTest.assertSame(found(world), rows);
    }
    assertThat(rows.keySet())
        .anyMatch(name -> name.startsWith("late/fixed"))
        .anyMatch(name -> name.matches("patient-\\d+-r\\d+"));
  }

  private static SortedMap<String, List<String>> found(World world) {
    SortedMap<String, List<String>> found = new TreeMap<>(world.rows());
    found.keySet().removeIf(name -> name.startsWith("dead-letter/"));
    found.replaceAll(
        (name, lines) ->
            name.startsWith("late/")
                ? lines.stream()
                    .map(each -> each.replaceAll(".*,(k\\d+,\\d+)$", "$1"))
                    .sorted()
                    .toList()
                : lines);
    return found;
  }

  private void run(String name, List<EventStep> steps, LongUnaryOperator gap, long lateness) {
    Map<String, List<Naive>> open = new HashMap<>();
    for (EventStep step : steps) {
      String late = "late/" + name + "-" + step.borderMillis() + ".csv";
      step.far().forEach(each -> row(late, each.key() + "," + each.value()));
      Map<String, List<Naive>> revised = new HashMap<>();
      for (Reading each : step.readings()) {
        long end = each.timeMillis() + gap.applyAsLong(each.value());
        if (step.before() != Long.MIN_VALUE && end <= step.before() - lateness) {
          row(late, each.key() + "," + each.value());
          continue;
        }
        List<Naive> sessions = open.computeIfAbsent(each.key(), key -> new ArrayList<>());
        List<Naive> again = revised.computeIfAbsent(each.key(), key -> new ArrayList<>());
        Naive session = add(sessions, each.timeMillis(), end, each.value());
        again.retainAll(sessions);
        if (session.end <= step.before()) {
          again.add(session);
        }
      }
      revised.forEach(
          (key, of) ->
              of.forEach(
                  each ->
                      publish(
                          name, name + "-" + each.end + "-r" + step.borderMillis(), key, each)));
      long closed = step.last() ? Long.MAX_VALUE : step.after();
      open.forEach(
          (key, sessions) -> {
            for (Naive each : sessions) {
              if (each.end > step.before() && each.end <= closed) {
                publish(name, name + "-" + each.end, key, each);
                if (name.equals("fixed")) {
                  long window = Math.floorDiv(each.end - 1, SessionsApp.WINDOW_MILLIS) + 1;
                  ends.merge(window * SessionsApp.WINDOW_MILLIS, 1L, Long::sum);
                }
              }
            }
            sessions.removeIf(each -> closed != Long.MIN_VALUE && each.end <= closed - lateness);
          });
    }
  }

  private static Naive add(List<Naive> sessions, long start, long end, long value) {
    List<Naive> met =
        sessions.stream()
            .filter(each -> each.start <= end && start <= each.end)
            .sorted(Comparator.comparingLong(Naive::start))
            .toList();
    List<Long> values = new ArrayList<>();
    met.forEach(each -> values.addAll(each.values));
    values.add(value);
    Naive session =
        new Naive(
            Math.min(start, met.stream().mapToLong(Naive::start).min().orElse(start)),
            Math.max(end, met.stream().mapToLong(Naive::end).max().orElse(end)),
            values);
    sessions.removeAll(met);
    sessions.add(session);
    return session;
  }

  /** In arrival time nothing comes late, so that it needs no loop over batches. */
  private void arrivals(World world) {
    Map<String, List<Naive>> sessions = new HashMap<>();
    for (ShardRecords.InBatch each : ShardRecords.of(world.stream, T)) {
      try {
        Reading r = Reading.parse(each.line());
        add(
            sessions.computeIfAbsent(r.key(), key -> new ArrayList<>()),
            each.clockMillis(),
            each.clockMillis() + SessionsApp.ARRIVAL_GAP_MILLIS,
            r.value());
      } catch (NumberFormatException e) {
        // a dead letter
      }
    }
    sessions.forEach(
        (key, of) -> of.forEach(each -> publish("arrival", "arrival-" + each.end, key, each)));
  }

  private void publish(String name, String directory, String key, Naive session) {
    Object result = name.equals("patient") ? session.values : session.sum();
    row(directory, session.start + "," + session.end + "," + key + "," + result);
  }

  private void row(String directory, String row) {
    rows.computeIfAbsent(directory, name -> new ArrayList<>()).add(row);
  }
}
