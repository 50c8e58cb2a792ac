package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.plan.PlanException;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What sinks without file names are told of a window's results: early, own, revised. */
class WindowResultsTest {
  private static final EarlyResults EVERY_2 = EarlyResults.everyRecords(2);

  private final List<String> rows = new ArrayList<>();

  private StreamApp app(Function<PairDStream<String, Long>, PairDStream<String, Long>> operator) {
    return stream ->
        operator
            .apply(timedPairs(stream))
            .mapResults(
                result ->
                    result.window().endMillis()
                        + " "
                        + result.key()
                        + "="
                        + result.value()
                        + (result.early() ? " early" : "")
                        + result
                            .revision()
                            .map(at -> " revised at " + at.toEpochMilli())
                            .orElse(""))
            .foreachBatch(Codecs.string(), (values, batch) -> rows.addAll(values));
  }

  private List<String> given(
      Function<PairDStream<String, Long>, PairDStream<String, Long>> operator, Event[]... batches) {
    StreamHarness run = StreamHarness.of(app(operator)).startAt(Runs.at(100_000)).start();
    for (Event[] batch : batches) {
      for (Event each : batch) {
        Runs.send(run, run.now().toEpochMilli(), each);
      }
      run.advance(Duration.ofSeconds(1));
    }
    return rows;
  }

  private static Event[] batch(Event... events) {
    return events;
  }

  private static Event a(long timeMillis, long value) {
    return new Event("a", timeMillis, value);
  }

  @Test
  void anEarlyResultSaysSoAndTheWindowsOwnDoesNot() {
    assertThat(
            given(
                pairs -> pairs.reduceByKeyAndWindow(Long::sum, tumbling(10_000), EVERY_2),
                batch(a(1_000, 1), a(2_000, 2)),
                batch(a(3_000, 4)),
                batch(a(10_000, 8))))
        .containsExactly("10000 a=3 early", "10000 a=7");
  }

  @Test
  void aRevisionHasTheBorderOfTheBatchThatRevised() {
    assertThat(
            given(
                pairs ->
                    pairs.reduceByKeyAndWindow(
                        Long::sum, tumbling(10_000).withLateness(Duration.ofSeconds(20))),
                batch(a(1_000, 1)),
                batch(a(10_000, 8)),
                batch(a(2_000, 2))))
        .containsExactly("10000 a=1", "10000 a=3 revised at 103000");
  }

  @Test
  void resultsOfModeUpdateHaveTheBorderOfTheirBatch() {
    assertThat(
            given(
                pairs -> pairs.reduceByKeyAndWindow(Long::sum, tumbling(10_000), OutputMode.UPDATE),
                batch(a(1_000, 1)),
                batch(a(2_000, 2))))
        .containsExactly("10000 a=1 revised at 101000", "10000 a=3 revised at 102000");
  }

  @Test
  void earlyResultsOfSessionsSaySoToo() {
    assertThat(
            given(
                pairs ->
                    pairs.reduceByKeyAndWindow(
                        Long::sum, SessionWindows.withGap(Duration.ofSeconds(5)), EVERY_2),
                batch(a(1_000, 1), a(2_000, 2)),
                batch(a(20_000, 8))))
        .containsExactly("7000 a=3 early", "7000 a=3");
  }

  @Test
  void aStreamWithoutWindowsIsRefused() {
    assertThatThrownBy(() -> Plan.of(app(pairs -> pairs.reduceByKey(Long::sum)), Map.of()))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("needs results of windows");
  }
}
