package dev.sluice.semantics;

import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.state.GroupFunction;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups with state and deduplication, as the suites of Structured Streaming have them. */
class GroupCasesTest {

  private static Scenario groups(
      GroupStateTimeout timeout, GroupFunction<String, Long, Long, List<String>> function) {
    return timeout == GroupStateTimeout.EVENT_TIME_TIMEOUT
        ? Scenario.of(
            10_000,
            pairs ->
                pairs
                    .named("groups")
                    .flatMapGroupsWithState(OutputMode.UPDATE, timeout, Codecs.int64(), function))
        : Scenario.ofArrivals(
            pairs ->
                pairs.flatMapGroupsWithState(OutputMode.UPDATE, timeout, Codecs.int64(), function));
  }

  private static List<String> upToTwo(String key, List<Long> values, GroupState<Long> state) {
    long count = state.getOption().orElse(0L) + values.size();
    if (count == 3) {
      state.remove();
      return List.of();
    }
    state.update(count);
    return List.of(key + count);
  }

  @Test
  void groupThatRemovedItsStateBeginsAnew() {
    groups(GroupStateTimeout.NO_TIMEOUT, GroupCasesTest::upToTwo)
        .batch("a")
        .gives("a1")
        .batch("a", "b")
        .gives("a2", "b1")
        .batch("a", "b")
        .gives("b2")
        .batch("a", "c")
        .gives("a1", "c1");
  }

  @Test
  void mappingGivesOneResultForEachCall() {
    Scenario.ofArrivals(
            pairs ->
                pairs.mapGroupsWithState(
                    GroupStateTimeout.NO_TIMEOUT,
                    Codecs.int64(),
                    (key, values, state) -> {
                      List<String> result = upToTwo(key, values, state);
                      return result.isEmpty() ? key + "-1" : result.get(0);
                    }))
        .batch("a")
        .gives("a1")
        .batch("a", "b")
        .gives("a2", "b1")
        .batch("a", "b")
        .gives("a-1", "b2")
        .batch("a", "c")
        .gives("a1", "c1");
  }

  @Test
  void groupTimesOutSoLongBehindItsLastBatch() {
    Scenario scenario =
        groups(
            GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
            (key, values, state) -> {
              if (state.hasTimedOut()) {
                state.remove();
                return List.of(key + "-1");
              }
              state.update(state.getOption().orElse(0L) + values.size());
              state.setTimeoutDuration(Duration.ofSeconds(10));
              return List.of(key + state.get());
            });
    scenario.batch("a").gives("a1").batch("b").gives("b1");
    for (int second = 3; second <= 10; second++) {
      scenario.batch().gives();
    }
    scenario.batch("b").gives("a-1", "b2");
    for (int second = 12; second <= 20; second++) {
      scenario.batch().gives();
    }
    scenario.batch("c").gives("b-1", "c1");
    scenario.run().advance(Duration.ofSeconds(30));
    scenario.gives("c-1");
  }

  @Test
  void groupTimesOutOnceTheWatermarkHasPassedItsTime() {
    groups(
            GroupStateTimeout.EVENT_TIME_TIMEOUT,
            (key, values, state) -> {
              if (state.hasTimedOut()) {
                state.remove();
                return List.of(key + "-1");
              }
              long newest = state.getOption().orElse(0L);
              for (long value : values) {
                newest = Math.max(newest, value);
              }
              state.update(newest);
              state.setTimeoutTimestamp((newest + 5) * 1000);
              return List.of(key + newest);
            })
        .batch("a@11s=11", "a@13s=13", "a@15s=15")
        .gives("a15")
        .batch("a@4s=4")
        .gives()
        .late("groups", "a,4")
        .batch("a@10s=10")
        .gives("a15")
        .batch("b@31s=31")
        .gives("a-1", "b31");
  }

  @Test
  void timeoutWithoutStateIsATimeoutToo() {
    groups(
            GroupStateTimeout.PROCESSING_TIME_TIMEOUT,
            (key, values, state) -> {
              if (state.hasTimedOut()) {
                return List.of(key + " over, state " + state.exists());
              }
              if (key.equals("removed")) {
                state.update(1L);
                state.setTimeoutDuration(Duration.ofSeconds(1));
                state.remove();
              }
              state.setTimeoutDuration(Duration.ofSeconds(2));
              return List.of(key);
            })
        .batch("never", "removed")
        .gives("never", "removed")
        .batch()
        .gives()
        .batch()
        .gives("never over, state false", "removed over, state false")
        .batch()
        .gives();
  }

  private static String[] times(int repeats, long... seconds) {
    String[] events = new String[repeats * seconds.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = "k@" + seconds[i % seconds.length] + "s=" + seconds[i % seconds.length];
    }
    return events;
  }

  @Test
  void valuesOfEqualKeyAndTimeComeOnceUntilTheWatermarkIsBehindThem() {
    Scenario.of(
            10_000,
            pairs ->
                pairs
                    .map(Pair::value)
                    .dropDuplicatesByTime(v -> "all", Codecs.string(), Codecs.int64()))
        .batch(times(5, 10, 11, 12, 13, 14, 15))
        .gives("10", "11", "12", "13", "14", "15")
        .batch(times(1, 14))
        .gives()
        .batch(times(1, 25))
        .gives("25")
        .batch(times(1, 10))
        .gives()
        .late("dropDuplicatesByTime-1", "\"(all,10000)\",10")
        .batch(times(2, 45))
        .gives("45");
  }

  @Test
  void valueAtTheWatermarkIsJudgedByItsKeyAndNotByItsTime() {
    // Spark drops id 0 in the third batch as well, since its time equals the watermark.
    Scenario.of(
            1_000,
            pairs ->
                pairs
                    .map(Pair::key)
                    .dropDuplicatesByTime(id -> id, Codecs.string(), Codecs.string()))
        .batch("1@1s", "1@1s", "2@1s")
        .gives("1", "2")
        .batch("1@1s", "3@2s", "4@2s")
        .gives("3", "4")
        .batch("0@1s", "1@1s", "5@3s", "6@3s")
        .gives("0", "5", "6")
        .batch("0@1s", "7@4s")
        .gives("7")
        .late("dropDuplicatesByTime-1", "\"(0,1000)\",0");
  }

  @Test
  void withinTheWatermarkAKeyIsKnownForTheDelay() {
    Scenario.of(2_000, pairs -> pairs.dropDuplicatesByKeyWithinWatermark())
        .batch("a@17s=17")
        .gives("(a,17)")
        .batch("a@16s=16")
        .gives()
        .batch("a@13s=13")
        .gives()
        .late("dropDuplicatesByKeyWithinWatermark-1", "a,13")
        .batch("b@22s=22", "c@21s=21")
        .gives("(b,22)", "(c,21)")
        .batch("a@21s=21")
        .gives("(a,21)")
        .batch("d@25s=25")
        .gives("(d,25)")
        .batch("b@23s=23", "c@23s=23", "a@24s=24")
        .gives()
        .batch("d@26s=26", "e@26s=26")
        .gives("(e,26)")
        .batch("c@24s=24", "a@24s=25")
        .gives("(c,24)", "(a,25)");
  }

  @Test
  void deduplicationsOfAllAndOfSomeFollowOneAnother() {
    Scenario.ofArrivals(
            pairs ->
                pairs
                    .dropDuplicates(Pair.codec(Codecs.string(), Codecs.int64()))
                    .mapToPair(p -> p, Codecs.string(), Codecs.int64())
                    .dropDuplicatesByKey())
        .batch("a=1")
        .gives("(a,1)")
        .batch("a=2", "a=1")
        .gives()
        .batch("b=1", "b=1")
        .gives("(b,1)");
  }
}
