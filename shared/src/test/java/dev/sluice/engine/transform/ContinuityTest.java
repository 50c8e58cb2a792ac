package dev.sluice.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContinuityTest {
  private final Shop shop = new Shop();

  private Transform.Outcome apply(Transform process, List<InRecord> call) {
    return process.apply(Shop.STREAM, Shop.SHARD, call);
  }

  private void assertCounts(long records, long undelivered, long expired) {
    assertThat(shop.counter("records")).isEqualTo(records);
    assertThat(shop.counter("undelivered")).isEqualTo(undelivered);
    assertThat(shop.counter("expired")).isEqualTo(expired);
  }

  private void assertResults(String... lines) {
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder(lines);
  }

  @Test
  void batchThatTheMappingGaveUpIsReadBeforeTheNextOne() {
    List<InRecord> all = shop.lines("a", "b", "c", "d");
    apply(shop.process(), all.subList(0, 1));
    assertThat(apply(shop.process(), all.subList(3, 4))).isEqualTo(Transform.Outcome.DONE);
    assertCounts(4, 2, 0);
    assertResults("a", "b", "c", "d");
  }

  /** A record of 10 MB that the mapping gave up would keep its shard until it expires. */
  @Test
  void shardThatGivesOneRecordAndThenRefusesGetsOn() {
    List<InRecord> all = shop.lines("a", "large", "b", "c");
    apply(shop.process(), all.subList(0, 1));
    shop.givesOneAtATime = true;
    assertThat(apply(shop.process(), all.subList(3, 4))).isEqualTo(Transform.Outcome.DONE);
    assertCounts(4, 2, 0);
    assertResults("a", "large", "b", "c");
  }

  @Test
  void firstBatchOfAShardIsMissedAsWell() {
    List<InRecord> all = shop.lines("a", "b");
    apply(shop.process(), all.subList(1, 2));
    assertCounts(2, 1, 0);
    assertResults("a", "b");
  }

  @Test
  void whatWasReadFromTheStreamChangesNothingWhenItIsDeliveredAfterAll() {
    List<InRecord> all = shop.lines("a", "b", "c");
    apply(shop.process(), all.subList(2, 3));
    apply(shop.process(), all);
    assertCounts(3, 2, 0);
    assertResults("a", "b", "c");
  }

  @Test
  void callBehindAFailedOneIsLookedAt() {
    Transform process = shop.process();
    List<InRecord> all = shop.lines("a", "b", "c");
    apply(process, all.subList(0, 1));
    shop.throttleShards();
    assertThat(apply(process, all.subList(1, 2)).firstOpen()).isPresent();
    shop.heal();
    apply(process, all.subList(2, 3));
    assertCounts(3, 1, 0);
  }

  /** Its mapping may give up the rest of it like that of any call that failed. */
  @Test
  void callBehindOneWhoseTimeWasUpIsLookedAt() {
    Transform process = shop.process();
    List<InRecord> all =
        shop.lines(IntStream.range(0, 40).mapToObj(i -> "a" + i).toArray(String[]::new));
    apply(process, all.subList(0, 1));
    Transform.Outcome outcome =
        process.apply(Shop.STREAM, Shop.SHARD, all.subList(1, 35), () -> false);
    assertThat(outcome.firstOpen()).contains(all.get(17).position());
    apply(process, all.subList(35, 40));
    assertCounts(40, 18, 0);
  }

  @Test
  void trustInTheMappingIsUsedUpInAMinute() {
    Transform process = shop.process();
    List<InRecord> all = shop.lines("a", "b", "c");
    apply(process, all.subList(0, 1));
    shop.clock.advance(Duration.ofMinutes(1));
    apply(process, all.subList(2, 3));
    assertCounts(3, 1, 0);
  }

  @Test
  void callsThatFollowOneAnotherAreLookedAtOnceAMinute() {
    Transform process = shop.process();
    for (int i = 0; i < 120; i++) {
      apply(process, shop.lines("line " + i));
      shop.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(shop.reads).isEqualTo(2);
    assertCounts(120, 0, 0);
  }

  @Test
  void processWithoutTrustLooksAtEachCall() {
    Transform process = shop.process(Duration.ZERO);
    List<InRecord> all = shop.lines("a", "b", "c", "d");
    apply(process, all.subList(0, 1));
    apply(process, all.subList(1, 2));
    apply(process, all.subList(3, 4));
    assertCounts(4, 1, 0);
    assertThat(shop.reads)
        .isEqualTo(7); // two for what is left out, again to be sure, and one behind it
  }

  @Test
  void lookReadsOneRecordHoweverManyAreBehindIt() {
    List<InRecord> all = shop.lines(lines(1_000));
    Transform process = shop.process(Duration.ZERO);
    for (int from = 0; from < all.size(); from += 10) {
      apply(process, all.subList(from, from + 10));
    }
    assertThat(shop.recordsRead).isEqualTo(100);
    assertCounts(1_000, 0, 0);
  }

  private static String[] lines(int count) {
    return IntStream.range(0, count).mapToObj(each -> "line " + each).toArray(String[]::new);
  }

  @Test
  void whatAnotherProcessTookMeanwhileIsNotMissed() {
    Transform sleeper = shop.process();
    List<InRecord> all = shop.lines("a", "b", "c");
    apply(sleeper, all.subList(0, 1));
    apply(shop.process(), all.subList(1, 2));
    shop.clock.advance(Duration.ofMinutes(2));
    apply(sleeper, all.subList(2, 3));
    assertCounts(3, 0, 0);
  }

  @Test
  void callWhoseTimeIsUpInTheGapIsOpenAsAWholeAndGoesOnThere() {
    List<InRecord> all = shop.lines("a", "b", "c");
    AtomicInteger asked = new AtomicInteger();
    Transform.Outcome outcome =
        shop.process()
            .apply(Shop.STREAM, Shop.SHARD, all.subList(2, 3), () -> asked.incrementAndGet() == 0);
    assertThat(outcome.firstOpen()).contains(all.get(2).position());
    assertCounts(2, 2, 0);
    apply(shop.process(), all.subList(2, 3));
    assertCounts(3, 2, 0);
  }

  @Test
  void recordThatKillsInTheGapIsADeadLetterLikeAnyOther() {
    List<InRecord> all = shop.lines("a", "poison", "b");
    assertThat(shop.deathsUntilServed(all.subList(2, 3), 20)).isPositive();
    assertCounts(3, 2, 0);
    assertThat(shop.counter("dead-letters")).isEqualTo(1);
    assertResults("a", "b");
  }

  @Test
  void recordsThatExpiredUnreadAreCountedAsAnEventAndTheRestGoesOn() {
    List<InRecord> a = shop.lines("a");
    apply(shop.process(), a);
    shop.clock.advance(Duration.ofMinutes(10));
    shop.lines("lost");
    shop.clock.advance(Duration.ofMinutes(10));
    List<InRecord> rest = shop.lines("b", "c");
    shop.stream.expire(shop.clock.nowMillis());
    apply(shop.process(), rest.subList(0, 1));
    apply(shop.process(), rest);
    assertCounts(3, 0, 1);
  }

  @Test
  void recordsBehindAnExpiredPositionThatAreStillThereAreReadAndTheExpiryCountsOnce() {
    List<InRecord> a = shop.lines("a");
    apply(shop.process(), a);
    shop.clock.advance(Duration.ofMinutes(10));
    List<InRecord> rest = shop.lines("b", "c");
    shop.stream.expire(shop.clock.nowMillis());
    apply(shop.process(), rest.subList(1, 2));
    assertCounts(3, 1, 1);
  }

  /** Seed 1051. */
  @Test
  void expiryIsCountedByAProcessThatHasSeenTheLaneOnlyBeforeItsFirstRecord() {
    Transform warm = shop.process();
    List<InRecord> a = shop.lines("a");
    shop.throttleShards();
    assertThat(apply(warm, a).firstOpen()).isPresent();
    shop.heal();
    apply(shop.process(), a);
    shop.clock.advance(Duration.ofMinutes(10));
    shop.lines("lost");
    shop.clock.advance(Duration.ofMinutes(10));
    List<InRecord> rest = shop.lines("b");
    shop.stream.expire(shop.clock.nowMillis());
    apply(warm, rest);
    assertCounts(2, 0, 1);
  }

  @Test
  void callWhoseRecordsAreInTheStreamNoLongerIsTaken() {
    List<InRecord> all = shop.lines("a", "b", "c");
    apply(shop.process(), all.subList(0, 1));
    shop.clock.advance(Duration.ofMinutes(10));
    shop.stream.expire(shop.clock.nowMillis());
    assertThat(apply(shop.process(), all.subList(1, 3))).isEqualTo(Transform.Outcome.DONE);
    assertCounts(3, 0, 1);
  }

  /** Seed 133: nothing is known to have expired behind a lane that has taken nothing yet. */
  @Test
  void firstCallOfAShardWhoseRecordsAreInTheStreamNoLongerIsTaken() {
    List<InRecord> all = shop.lines("a", "b");
    shop.clock.advance(Duration.ofMinutes(10));
    shop.stream.expire(shop.clock.nowMillis());
    assertThat(apply(shop.process(), all)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(2, 0, 0);
  }

  @Test
  void streamThatDoesNotShowTheRecordYetLeavesTheCallOpen() {
    List<InRecord> all = shop.lines("a", "b");
    apply(shop.process(), all.subList(0, 1));
    shop.showNothing = true;
    assertThat(apply(shop.process(), all.subList(1, 2)).firstOpen())
        .contains(all.get(1).position());
    shop.showNothing = false;
    apply(shop.process(), all.subList(1, 2));
    assertCounts(2, 0, 0);
  }
}
