package dev.sluice.engine;

import dev.sluice.api.Decoder;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Groups with both kinds of timeouts. */
final class GroupsApp implements StreamApp {
  static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(2);
  static final long EVENT_TIMEOUT_MILLIS = 4_000;
  static final Duration ARRIVAL_TIMEOUT = Duration.ofMillis(2_500);
  static final long INITIAL_TIMEOUT = 1_015_000;
  static final long REFUSED = 13;
  static final Map<String, Long> BEFORE = Map.of("k1", 10L, "quiet", 3L);

  @Override
  public void define(StreamContext stream) {
    PairDStream<String, String> lines =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS)
            .mapToPair(r -> Pair.of(r.key(), r.line()), TestCodecs.STRING, TestCodecs.STRING);
    lines
        .named("by-event")
        .flatMapGroupsWithState(
            OutputMode.APPEND,
            GroupStateTimeout.EVENT_TIME_TIMEOUT,
            TestCodecs.LONG,
            BEFORE,
            GroupsApp::byEvent)
        .saveAsTextFiles("events");
    lines
        .named("by-arrival")
        .mapGroupsWithState(
            GroupStateTimeout.PROCESSING_TIME_TIMEOUT, TestCodecs.LONG, GroupsApp::byArrival)
        .saveAsTextFiles("arrivals");
  }

  private static List<String> byEvent(String key, List<String> lines, GroupState<Long> state) {
    if (state.hasTimedOut()) {
      long count = state.get();
      state.remove();
      return List.of(key + ",over," + count);
    }
    state.update(state.getOption().orElse(0L) + lines.size());
    long timeout = lines.isEmpty() ? INITIAL_TIMEOUT : Long.MIN_VALUE;
    for (String line : lines) {
      Reading reading = Reading.parse(line);
      refuse(reading);
      timeout = Math.max(timeout, reading.timeMillis() + EVENT_TIMEOUT_MILLIS);
    }
    state.setTimeoutTimestamp(timeout);
    return List.of(
        key + "," + lines.size() + "," + state.get() + "," + state.getCurrentWatermarkMs(),
        key + "," + state.getCurrentProcessingTimeMs());
  }

  private static String byArrival(String key, List<String> lines, GroupState<Long> state) {
    if (state.hasTimedOut()) {
      long count = state.get();
      state.remove();
      return key + ",over," + count;
    }
    state.setTimeoutDuration(ARRIVAL_TIMEOUT);
    lines.forEach(line -> refuse(Reading.parse(line)));
    state.update(state.getOption().orElse(0L) + lines.size());
    return lines.size() == 1 ? null : key + "," + lines.size() + "," + state.get();
  }

  private static void refuse(Reading reading) {
    if (reading.value() == REFUSED) {
      throw new IllegalArgumentException("an unlucky number");
    }
  }
}
