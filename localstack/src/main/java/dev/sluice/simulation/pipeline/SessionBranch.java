package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.SessionWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Sums and counts by session, with one gap or with one of each value. */
final class SessionBranch implements Branch {
  private final boolean byValue;
  private final long gap;
  private final long lateness;

  SessionBranch(Random random) {
    this.byValue = random.nextBoolean();
    this.gap = 500 * (1 + random.nextInt(6));
    this.lateness = random.nextInt(2) * 1_000 * (1 + random.nextInt(6));
  }

  /** A session of a key: {@code [start, end)} and its values. */
  private record Session(String key, long start, long end, List<Long> values) {}

  @Override
  public String text() {
    return "sessions with a gap of "
        + gap
        + " ms"
        + (byValue ? " and more" : "")
        + ", lateness "
        + lateness
        + " ms";
  }

  private long gap(long value) {
    return byValue ? gap + 20 * value : gap;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    SessionWindows<? super Long> sessions =
        byValue
            ? SessionWindows.withGap((Long value) -> Duration.ofMillis(gap(value)))
            : SessionWindows.withGap(Duration.ofMillis(gap));
    Keyed.values(readings.all())
        .named(name)
        .reduceByKeyAndWindow(
            Long::sum,
            lateness == 0 ? sessions : sessions.withLateness(Duration.ofMillis(lateness)))
        .mapWithWindow(
            (w, key, sum) -> w.startMillis() + "," + w.endMillis() + "," + key + "," + sum)
        .saveAsTextFiles(name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    Map<String, List<Session>> kept = new HashMap<>();
    for (long k : input.calendar.steps()) {
      long before = input.watermarkBefore(k);
      Set<Session> revised = new LinkedHashSet<>();
      for (Input.Value v : input.batch(k)) {
        long end = v.timeMillis() + gap(v.value());
        if (v.isFarAhead() || before != Long.MIN_VALUE && end <= before - lateness) {
          late(v, end, input.border(k), name, rows);
        } else {
          revised.add(add(kept.computeIfAbsent(v.key(), key -> new ArrayList<>()), v, end));
        }
      }
      revised.stream()
          .filter(each -> each.end <= before && kept.get(each.key).contains(each))
          .forEach(each -> row(name, "-r" + input.border(k), each, rows));
      for (List<Session> sessions : kept.values()) {
        sessions.stream()
            .filter(each -> each.end > before && each.end <= input.over(k))
            .forEach(each -> row(name, "", each, rows));
        long over = input.over(k);
        sessions.removeIf(each -> over != Long.MIN_VALUE && each.end <= over - lateness);
      }
    }
  }

  /** A value far ahead is judged by no gap: it has missed a millisecond. */
  private static void late(Input.Value v, long end, long border, String name, Rows rows) {
    if (v.isFarAhead()) {
      rows.late(name, border, v, v.value() + "");
    } else {
      rows.late(name, border, v.timeMillis(), end, v, v.value() + "");
    }
  }

  private static Session add(List<Session> sessions, Input.Value v, long ownEnd) {
    List<Session> met =
        sessions.stream().filter(s -> s.start <= ownEnd && v.timeMillis() <= s.end).toList();
    long start = v.timeMillis();
    long end = ownEnd;
    List<Long> values = new ArrayList<>(List.of(v.value()));
    for (Session each : met) {
      start = Math.min(start, each.start);
      end = Math.max(end, each.end);
      values.addAll(each.values);
    }
    Session session = new Session(v.key(), start, end, values);
    sessions.removeAll(met);
    sessions.add(session);
    return session;
  }

  private static void row(String name, String suffix, Session s, Rows rows) {
    long sum = s.values.stream().mapToLong(value -> value).sum();
    rows.add(name + "-" + s.end + suffix, s.start + "," + s.end + "," + s.key + "," + sum);
  }
}
