package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.PairDStream;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Sums of each key's values, kept in all the ways that groups with state have. */
final class GroupsBranch implements Branch {
  /** Where the timeouts of groups lie that have no value in the first batch. */
  private static final long FIRST_TIMEOUT = 1_012_000;

  private static final long TOO_LARGE = 300;

  private final GroupStateTimeout timeout;
  private final boolean single;
  private final Map<String, Long> initial;
  private final long patience;

  GroupsBranch(Random random) {
    this.timeout = GroupStateTimeout.values()[random.nextInt(GroupStateTimeout.values().length)];
    this.single = random.nextBoolean();
    this.initial = random.nextInt(3) == 0 ? Map.of() : Map.of("k1", 7L, "silent", 5L);
    this.patience = 900 * (1 + random.nextInt(6));
  }

  @Override
  public String text() {
    return (single ? "mapGroupsWithState " : "flatMapGroupsWithState UPDATE ")
        + timeout
        + " "
        + patience
        + " ms"
        + (initial.isEmpty() ? "" : " with an initial state");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.all()).named(name);
    DStream<String> results =
        single
            ? values.mapGroupsWithState(timeout, Codecs.int64(), initial, this::sum)
            : values.flatMapGroupsWithState(
                OutputMode.UPDATE, timeout, Codecs.int64(), initial, this::sums);
    results.saveAsTextFiles(name);
  }

  private List<String> sums(String key, List<Long> values, GroupState<Long> state) {
    String sum = sum(key, values, state);
    return sum == null ? List.of() : List.of(sum, "again " + sum);
  }

  /** Nothing where a sum is too large: the group begins anew then. */
  private String sum(String key, List<Long> values, GroupState<Long> state) {
    long sum = state.getOption().orElse(0L) + values.stream().mapToLong(v -> v).sum();
    if (state.hasTimedOut()) {
      state.remove();
      return key + " was " + sum;
    }
    switch (timeout) {
      case NO_TIMEOUT -> {}
      case PROCESSING_TIME_TIMEOUT -> state.setTimeoutDuration(Duration.ofMillis(patience));
      case EVENT_TIME_TIMEOUT ->
          state.setTimeoutTimestamp(
              Math.max(FIRST_TIMEOUT, state.getCurrentWatermarkMs() + patience));
    }
    if (sum > TOO_LARGE) {
      state.remove();
      return null;
    }
    state.update(sum);
    return key + " is " + sum;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    boolean byEvent = timeout == GroupStateTimeout.EVENT_TIME_TIMEOUT;
    boolean byArrival = timeout == GroupStateTimeout.PROCESSING_TIME_TIMEOUT;
    Map<String, Long> sums = new TreeMap<>(initial);
    Map<String, Long> timeouts = new TreeMap<>();
    boolean first = true;
    for (long k : byArrival ? input.calendar.all() : input.calendar.steps()) {
      String directory = name + "-" + input.border(k);
      Map<String, Long> called = new TreeMap<>();
      if (first) {
        initial.keySet().forEach(key -> called.put(key, 0L));
        first = false;
      }
      List<Input.Value> values = byEvent ? OnTime.points(input, k, name, rows) : input.batch(k);
      values.forEach(v -> called.merge(v.key(), v.value(), Long::sum));
      called.forEach(
          (key, more) -> {
            long sum = sums.merge(key, more, Long::sum);
            long after = byEvent ? after(input.watermarkBefore(k)) : input.border(k) + patience - 1;
            timeouts.put(key, after);
            if (sum > TOO_LARGE) {
              sums.remove(key);
            } else {
              row(directory, key + " is " + sum, rows);
            }
          });
      if (timeout != GroupStateTimeout.NO_TIMEOUT) {
        long now = byEvent ? input.over(k) : input.border(k);
        timeouts
            .entrySet()
            .removeIf(
                each -> {
                  boolean over = each.getValue() < now || input.calendar.isLast(k);
                  if (over) {
                    Long sum = sums.remove(each.getKey());
                    row(directory, each.getKey() + " was " + (sum == null ? 0 : sum), rows);
                  }
                  return over;
                });
      }
    }
  }

  private long after(long watermark) {
    return watermark == Long.MIN_VALUE
        ? FIRST_TIMEOUT
        : Math.max(FIRST_TIMEOUT, watermark + patience);
  }

  private void row(String directory, String row, Rows rows) {
    rows.add(directory, row);
    if (!single) {
      rows.add(directory, "again " + row);
    }
  }
}
