package dev.sluice.semantics;

import dev.sluice.api.Pair;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What operators forget, and when: as Flink, whose watermark t is a watermark t + 1 here, and as
 * Structured Streaming, which forgets a value at the watermark one moment earlier.
 */
class EvictionCasesTest {

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  /** Five values of each stream, each with a key of its own, and watermarks of 2, 5 and 7. */
  private static void fiveOfEach(long before, long after, String[]... kept) {
    Scenario scenario =
        Scenario.of(
            0,
            0,
            (left, right) ->
                left.named("join").fullOuterJoinWithin(right, millis(before), millis(after)));
    scenario
        .batch("l1@1", "l2@2", "l3@3", "l4@4", "l5@5", "right:r1@1", "right:c@1")
        .batch("right:r2@2", "right:r3@3", "right:r4@4", "right:r5@5", "right:c@1")
        .keeps("join", kept[0])
        .batch("c@7", "right:c@7")
        .keeps("join", kept[1]);
  }

  @Test
  void joinForgetsALeftValueBehindItsLastPartner() {
    // The watermark is 5 behind the second batch, 7 behind the third.
    fiveOfEach(1, 0, new String[] {"l5", "r4", "r5"}, new String[] {"c"});
    fiveOfEach(0, 1, new String[] {"l4", "l5", "r5"}, new String[] {"c"});
    fiveOfEach(
        2, 2, new String[] {"l3", "l4", "l5", "r3", "r4", "r5"}, new String[] {"c", "l5", "r5"});
    fiveOfEach(3, -1, new String[] {"r2", "r3", "r4", "r5"}, new String[] {"c", "r4", "r5"});
  }

  @Test
  void joinWaitsForTheSlowerStreamBeforeItForgets() {
    Scenario.of(
            0,
            0,
            (left, right) -> left.named("join").joinWithin(right, Duration.ZERO, Duration.ZERO))
        .batch("a@1", "right:b@1")
        .keeps("join", "a", "b")
        .batch("c@1000")
        .keeps("join", "a", "b", "c")
        .batch("right:d@999")
        .keeps("join", "c", "d")
        .batch()
        .keeps("join", "c", "d");
  }

  @Test
  void deduplicationForgetsTimesBehindTheWatermark() {
    Scenario.of(
            10_000,
            pairs ->
                pairs
                    .named("unique")
                    .dropDuplicatesByTime(
                        Pair::key, Codecs.string(), Pair.codec(Codecs.string(), Codecs.int64())))
        .batch("k@10s", "k@14s", "k@15s", "k@10s")
        .keeps("unique", "(k,10000)", "(k,14000)", "(k,15000)")
        .batch("k@25s")
        .keeps("unique", "(k,15000)", "(k,25000)")
        .batch("k@45s")
        .keeps("unique", "(k,45000)");
  }

  @Test
  void deduplicationWithinTheWatermarkForgetsAKeyADelayBehindIt() {
    Scenario.of(2_000, pairs -> pairs.named("unique").dropDuplicatesByKeyWithinWatermark())
        .batch("a@17s")
        .keeps("unique", "a")
        .batch("b@22s", "c@21s")
        .keeps("unique", "b", "c")
        .batch("a@21s")
        .keeps("unique", "a", "b", "c")
        .batch("d@25s")
        .keeps("unique", "a", "b", "c", "d")
        .batch("e@26s")
        .keeps("unique", "b", "d", "e");
  }

  @Test
  void closedSessionsAreForgottenAndThoseWithALatenessALittleLater() {
    Scenario.of(
            0,
            pairs ->
                pairs
                    .named("sessions")
                    .reduceByKeyAndWindow(Long::sum, SessionWindows.withGap(millis(5))))
        .batch("a@0", "b@3")
        .keeps("sessions", "a", "b")
        .batch("c@5")
        .keeps("sessions", "b", "c")
        .batch("c@8")
        .keeps("sessions", "c");
    Scenario.of(
            0,
            pairs ->
                pairs
                    .named("sessions")
                    .reduceByKeyAndWindow(
                        Long::sum, SessionWindows.withGap(millis(5)).withLateness(millis(2))))
        .batch("a@0")
        .batch("c@6")
        .keeps("sessions", "a", "c")
        .batch("c@7")
        .keeps("sessions", "c");
  }

  @Test
  void removedAndTimedOutStatesAreGone() {
    Scenario.ofArrivals(
            pairs ->
                pairs
                    .named("counts")
                    .mapWithState(
                        StateSpec.<String, Long, Long, String>function(
                                (key, value, state) -> {
                                  if (!state.isTimingOut() && value.orElseThrow() < 0) {
                                    state.remove();
                                  } else if (!state.isTimingOut()) {
                                    state.update(value.get());
                                  }
                                  return null;
                                },
                                Codecs.int64())
                            .timeout(Duration.ofSeconds(2))))
        .batch("a", "b", "c")
        .batch("a=-1", "b")
        .keeps("counts", "b", "c")
        .batch()
        .keeps("counts", "b")
        .batch()
        .keeps("counts");
    Scenario.ofArrivals(
            pairs ->
                pairs
                    .named("sums")
                    .updateStateByKey(
                        (values, before) -> values.isEmpty() ? Optional.empty() : Optional.of(1L),
                        Codecs.int64()))
        .batch("a", "b")
        .keeps("sums", "a", "b")
        .batch("b")
        .keeps("sums", "b")
        .batch()
        .keeps("sums");
  }
}
