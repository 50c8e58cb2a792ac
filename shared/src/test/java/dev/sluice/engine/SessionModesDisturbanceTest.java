package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Early and all sessions against lists and a loop over batches, in peace and in trouble. */
class SessionModesDisturbanceTest {
  private static final long T = 1000;

  private static final class Naive {
    String key;
    long start;
    long end;
    long sum;
    long fresh;
    boolean revised;
  }

  private final SortedMap<String, List<String>> rows = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sessionsAreThoseOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(SessionModesApp::new, seed);
    List<EventStep> steps = EventStep.of(worlds.calm(), SessionModesApp.OUT_OF_ORDERNESS);
    Set<Long> withRecords = new HashSet<>();
    ShardRecords.of(worlds.calm().stream, T).forEach(each -> withRecords.add(each.k()));
    early(steps, "timed", 0);
    early(steps, "counted", SessionModesApp.LATENESS.toMillis());
    all(steps, withRecords);
    rows.values().forEach(lines -> lines.sort(null));

    long last = steps.get(steps.size() - 1).borderMillis();
    for (World world : List.of(worlds.calm(), worlds.troubled())) {
      SortedMap<String, List<String>> found = new TreeMap<>(world.rows());
      found.keySet().removeIf(name -> name.startsWith("dead-letter/") || name.startsWith("late/"));
      found.keySet().removeIf(name -> name.matches(".*-e\\d+") && border(name) >= last);
      DisturbanceTest.assertSame(found, rows);
    }
    for (String kind :
        List.of("timed-\\d+-e\\d+", "counted-\\d+-e\\d+", "counted-\\d+-r\\d+", "all-\\d+")) {
      assertThat(rows.keySet()).anyMatch(name -> name.matches(kind));
    }
  }

  private static long border(String directory) {
    return Long.parseLong(directory.replaceAll(".*-e", ""));
  }

  private void early(List<EventStep> steps, String name, long lateness) {
    List<Naive> sessions = new ArrayList<>();
    for (EventStep step : steps) {
      for (Reading each : step.readings()) {
        long end = each.timeMillis() + SessionModesApp.GAP.toMillis();
        if (step.before() == Long.MIN_VALUE || end > step.before() - lateness) {
          Naive session = add(sessions, each);
          session.revised = session.end <= step.before();
        }
      }
      long closed = step.last() ? Long.MAX_VALUE : step.after();
      long border = step.borderMillis();
      boolean tick =
          border / SessionModesApp.EVERY_MILLIS * SessionModesApp.EVERY_MILLIS > border - T;
      for (Naive each : sessions) {
        if (each.revised) {
          each.revised = false;
          row(name + "-" + each.end + "-r" + border, each);
        } else if (each.end > step.before() && each.end <= closed) {
          row(name + "-" + each.end, each);
        } else if (each.end > closed && name.equals("timed") && tick && each.fresh > 0) {
          each.fresh = 0;
          row(name + "-" + each.end + "-e" + border, each);
        } else if (each.end > closed
            && name.equals("counted")
            && each.fresh >= SessionModesApp.EVERY_RECORDS) {
          row(name + "-" + each.end + "-e" + border, each);
        }
        if (name.equals("counted")) {
          each.fresh %= SessionModesApp.EVERY_RECORDS;
        }
      }
      sessions.removeIf(each -> closed != Long.MIN_VALUE && each.end <= closed - lateness);
    }
  }

  private void all(List<EventStep> steps, Set<Long> withRecords) {
    List<Naive> sessions = new ArrayList<>();
    for (EventStep step : steps) {
      step.readings().forEach(each -> add(sessions, each));
      if (withRecords.contains(step.k())) {
        sessions.forEach(each -> row("all-" + step.borderMillis(), each));
      }
    }
  }

  private static Naive add(List<Naive> sessions, Reading reading) {
    Naive session = new Naive();
    session.key = reading.key();
    session.start = reading.timeMillis();
    session.end = reading.timeMillis() + SessionModesApp.GAP.toMillis();
    session.sum = reading.value();
    session.fresh = 1;
    long start = session.start;
    long end = session.end;
    for (Naive each : List.copyOf(sessions)) {
      if (each.key.equals(session.key) && each.start < end && start < each.end) {
        session.start = Math.min(session.start, each.start);
        session.end = Math.max(session.end, each.end);
        session.sum += each.sum;
        session.fresh += each.fresh;
        sessions.remove(each);
      }
    }
    sessions.add(session);
    return session;
  }

  private void row(String directory, Naive each) {
    rows.computeIfAbsent(directory, name -> new ArrayList<>())
        .add(SessionModesApp.row(each.start, each.end, each.key, each.sum));
  }
}
