package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Counts of each key's values, with timeouts by the watermark or by arrival. */
final class GroupBranch implements Branch {
  private final boolean byEvent;
  private final long timeout;

  GroupBranch(Random random) {
    this.byEvent = random.nextBoolean();
    this.timeout = 700 * (1 + random.nextInt(8));
  }

  @Override
  public String text() {
    return "flatMapGroupsWithState, timeout "
        + timeout
        + " ms of "
        + (byEvent ? "event time" : "arrival");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    readings
        .all()
        .mapToPair(r -> Pair.of(r.key(), r.timeMillis()), Codecs.string(), Codecs.int64())
        .named(name)
        .flatMapGroupsWithState(
            OutputMode.APPEND,
            byEvent
                ? GroupStateTimeout.EVENT_TIME_TIMEOUT
                : GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
            Codecs.int64(),
            this::count)
        .saveAsTextFiles(name);
  }

  private List<String> count(String key, List<Long> times, GroupState<Long> state) {
    long before = state.getOption().orElse(0L);
    if (state.hasTimedOut()) {
      state.remove();
      return List.of(key + " over with " + before);
    }
    state.update(before + times.size());
    if (byEvent) {
      state.setTimeoutTimestamp(newest(times) + timeout);
    } else {
      state.setTimeoutDuration(Duration.ofMillis(timeout));
    }
    return List.of(key + "," + times.size() + "," + state.get());
  }

  private static long newest(List<Long> times) {
    return times.stream().mapToLong(time -> time).max().orElseThrow();
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    TreeMap<String, Long> counts = new TreeMap<>();
    Map<String, Long> timeouts = new HashMap<>();
    for (long k : byEvent ? input.calendar.steps() : input.calendar.all()) {
      String directory = name + "-" + input.border(k);
      TreeMap<String, List<Long>> groups = new TreeMap<>();
      for (Input.Value v : input.batch(k)) {
        boolean isLate = v.isFarAhead() || v.timeMillis() < input.watermarkBefore(k);
        if (byEvent && isLate) {
          rows.late(name, input.border(k), v, v.timeMillis() + "");
        } else {
          groups.computeIfAbsent(v.key(), key -> new ArrayList<>()).add(v.timeMillis());
        }
      }
      groups.forEach(
          (key, times) -> {
            long count = counts.merge(key, (long) times.size(), Long::sum);
            timeouts.put(key, byEvent ? newest(times) + timeout : input.border(k) + timeout);
            rows.add(directory, key + "," + times.size() + "," + count);
          });
      for (String key : List.copyOf(counts.keySet())) {
        long at = timeouts.get(key);
        boolean isOver = byEvent ? at < input.over(k) : at <= input.border(k);
        if (isOver || input.calendar.isLast(k)) {
          rows.add(directory, key + " over with " + counts.remove(key));
        }
      }
    }
  }
}
