package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static Function<Batch, Outcome> answers(Outcome... outcomes) {
    Iterator<Outcome> rest = List.of(outcomes).iterator();
    return batch -> rest.hasNext() ? rest.next() : Bench.success(batch);
  }

  private static final Outcome ERROR = new Outcome.Failed("thrown");

  @Test
  void aFailedBatchIsTriedAgainAsItIsWithBackoffAndNothingOvertakesIt() {
    Bench bench = new Bench(Bench.settings().batchSize(3).build()).put(1, 5);
    bench.run(100, answers(ERROR, ERROR, ERROR));
    assertThat(bench.calls).containsExactly("1-3", "1-3", "1-3", "1-3", "4-5");
    assertThat(bench.callTimes).startsWith(0L, 100L, 300L, 700L);
    assertThat(bench.tally.counters()).isEqualTo(new MappingCounters(5, 14, 0, 3, 0, 0, 0));
  }

  @Test
  void thePartialAnswerCountsFromItsLowestRecord() {
    Bench bench = new Bench(Bench.settings().build()).put(1, 5);
    bench.run(100, answers(Bench.partial("4", "3")));
    assertThat(bench.calls).containsExactly("1-5", "3-5");
    assertThat(bench.tally.counters().retries()).isEqualTo(1);
  }

  @Test
  void theCheckpointMovesWithThePartialAnswer() {
    Bench bench = new Bench(Bench.settings().build()).put(1, 5);
    bench.run(2, answers(Bench.partial("3")));
    assertThat(bench.checkpoint()).isEqualTo("2");
  }

  @Test
  void progressStartsTheBackoffAnew() {
    Bench bench = new Bench(Bench.settings().build()).put(1, 5);
    bench.run(100, answers(ERROR, ERROR, Bench.partial("3"), ERROR));
    assertThat(bench.callTimes).containsExactly(0L, 100L, 300L, 400L, 600L);
  }

  @Test
  void retriesThatAreExhaustedSendTheBatchToTheDestinationAndTheShardGoesOn() {
    Bench bench =
        new Bench(Bench.settings().batchSize(2).maximumRetryAttempts(2).build()).put(1, 4);
    bench.run(100, Bench.throwing("2"));
    assertThat(bench.calls).containsExactly("1-2", "1-2", "1-2", "3-4");
    assertThat(bench.discardedRanges()).containsExactly("1-2");
    DiscardedBatch discarded = bench.discarded.get(0);
    assertThat(discarded.condition()).isEqualTo(Condition.RETRY_ATTEMPTS_EXHAUSTED);
    assertThat(discarded.invocations()).isEqualTo(3);
    assertThat(discarded.functionError()).isTrue();
    assertThat(bench.checkpoint()).isEqualTo("4");
    assertThat(bench.tally.counters()).isEqualTo(new MappingCounters(4, 8, 0, 2, 0, 1, 2));
  }

  @Test
  void noRetriesAtAllMeansOneCall() {
    Bench bench = new Bench(Bench.settings().maximumRetryAttempts(0).build()).put(1, 4);
    bench.run(100, Bench::error);
    assertThat(bench.calls).containsExactly("1-4");
    assertThat(bench.discardedRanges()).containsExactly("1-4");
  }

  @Test
  void withoutBisectThePartialAnswersUseUpTheRetries() {
    Bench bench = new Bench(Bench.settings().maximumRetryAttempts(1).build()).put(1, 5);
    bench.run(100, Bench.reporting("3"));
    assertThat(bench.calls).containsExactly("1-5", "3-5");
    assertThat(bench.discardedRanges()).containsExactly("3-5");
    assertThat(bench.discarded.get(0).functionError()).isFalse();
  }

  @Test
  void bisectIsolatesARecordWithoutUsingUpRetries() {
    Bench bench =
        new Bench(Bench.settings().bisectBatchOnFunctionError(true).maximumRetryAttempts(1).build())
            .put(1, 8);
    bench.run(100, Bench.throwing("3"));
    assertThat(bench.calls).containsExactly("1-8", "1-4", "1-2", "3-4", "3-3", "3-3", "4-4", "5-8");
    assertThat(bench.discardedRanges()).containsExactly("3-3");
    assertThat(bench.tally.counters()).isEqualTo(new MappingCounters(8, 23, 0, 1, 3, 1, 1));
  }

  @Test
  void bisectAppliesFromTheReturnedCheckpoint() {
    Bench bench =
        new Bench(Bench.settings().bisectBatchOnFunctionError(true).maximumRetryAttempts(0).build())
            .put(1, 8);
    bench.run(100, Bench.reporting("3"));
    // Cut at 3, then halved because nothing stands before 3 any more, down to the record alone.
    assertThat(bench.calls).containsExactly("1-8", "3-8", "3-5", "3-3", "4-5", "6-8");
    assertThat(bench.discardedRanges()).containsExactly("3-3");
    assertThat(bench.tally.counters().bisections()).isEqualTo(3);
    assertThat(bench.tally.counters().retries()).isZero();
  }

  @Test
  void bisectSplitsInTwoWhenThePartialAnswerNamesNoRecord() {
    Bench bench = new Bench(Bench.settings().bisectBatchOnFunctionError(true).build()).put(1, 5);
    bench.run(100, answers(Bench.partial("")));
    assertThat(bench.calls).containsExactly("1-5", "1-2", "3-5");
    assertThat(bench.troubles.get(0)).contains("no sequence number of its batch");
  }

  @Test
  void aCallThatDidNotReachTheFunctionUsesUpNoRetry() {
    Bench bench =
        new Bench(Bench.settings().bisectBatchOnFunctionError(true).maximumRetryAttempts(0).build())
            .put(1, 4);
    Outcome throttled = new Outcome.NotInvoked("throttled");
    bench.run(100, answers(throttled, throttled, throttled));
    assertThat(bench.calls).containsExactly("1-4", "1-4", "1-4", "1-4");
    assertThat(bench.callTimes).containsExactly(0L, 100L, 300L, 700L);
    assertThat(bench.discarded).isEmpty();
    assertThat(bench.tally.counters()).isEqualTo(new MappingCounters(1, 4, 3, 0, 0, 0, 0));
  }

  @Test
  void recordsThatAreTooOldAreDiscardedWithoutACall() {
    Bench bench = new Bench(Bench.settings().maximumRecordAge(Duration.ofSeconds(60)).build());
    bench.nowMillis = 100_000;
    bench
        .put(Bench.record(1, 1, 39_998), Bench.record(2, 1, 39_999))
        .put(Bench.record(3, 1, 40_000));
    bench.run(100, Bench::success);
    assertThat(bench.calls).containsExactly("3-3");
    assertThat(bench.discardedRanges()).containsExactly("1-2");
    assertThat(bench.discarded.get(0).condition()).isEqualTo(Condition.RECORD_AGE_EXCEEDED);
    assertThat(bench.discarded.get(0).invocations()).isZero();
  }

  @Test
  void anOldRecordBetweenYoungOnesIsDiscardedInItsPlace() {
    Bench bench = new Bench(Bench.settings().maximumRecordAge(Duration.ofSeconds(60)).build());
    bench.nowMillis = 100_000;
    bench.put(Bench.record(1, 1, 90_000), Bench.record(2, 1, 10_000), Bench.record(3, 1, 90_000));
    bench.run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-1", "3-3");
    assertThat(bench.discardedRanges()).containsExactly("2-2");
    assertThat(bench.checkpoint()).isEqualTo("3");
  }

  @Test
  void endlessRetriesEndWhenTheRecordsAreTooOld() {
    Bench bench =
        new Bench(Bench.settings().maximumRecordAge(Duration.ofSeconds(60)).build()).put(1, 2);
    bench.run(1_000, Bench::error);
    assertThat(bench.discardedRanges()).containsExactly("1-2");
    assertThat(bench.nowMillis).isBetween(60_001L, 66_000L);
    assertThat(bench.discarded.get(0).invocations()).isEqualTo(bench.calls.size());
  }

  @Test
  void withoutAnAgeNothingIsEverTooOld() {
    Bench bench = new Bench(Bench.settings().build()).put(1, 2);
    bench.nowMillis = Duration.ofDays(400).toMillis();
    bench.run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-2");
    assertThat(bench.discarded).isEmpty();
  }

  @Test
  void aRecordTooLargeForACallFailsByTheRulesOfRetries() {
    Bench bench = new Bench(Bench.settings().maximumRetryAttempts(1).build());
    bench.put(Bench.record(1)).put(Bench.record(2, 5_000_000, 0)).put(Bench.record(3));
    bench.run(100, Bench::success);
    assertThat(bench.calls).containsExactly("1-1", "refused", "refused", "3-3");
    assertThat(bench.discardedRanges()).containsExactly("2-2");
  }
}
