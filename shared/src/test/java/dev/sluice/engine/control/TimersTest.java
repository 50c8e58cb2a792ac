package dev.sluice.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.WindowTrigger;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.EngineSettings;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which borders there are without records: each costs an entry, so there must be no other. */
class TimersTest {
  private static final Duration SEVEN = Duration.ofSeconds(7);
  private static final long LAST_INPUT = 10;

  /** The borders, in seconds, that a graph wants behind a last interval that ends at 11 s. */
  private static List<Long> borders(
      boolean byEvents, Function<PairDStream<String, Long>, DStream<?>> operator) {
    Plan plan =
        Plan.of(
            stream -> {
              DStream<String> lines = stream.kinesis("lines", Decoder.utf8());
              DStream<String> timed =
                  byEvents ? lines.withEventTime(line -> Instant.EPOCH, Duration.ZERO) : lines;
              PairDStream<String, Long> pairs =
                  timed.mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
              operator.apply(pairs).saveAsTextFiles("out");
            },
            Map.of());
    EngineSettings settings =
        new EngineSettings(
            Duration.ofSeconds(1), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    Timers timers = new Timers(plan, settings);
    List<Long> borders = new ArrayList<>();
    long k = timers.next(LAST_INPUT, LAST_INPUT);
    while (k != Timers.NONE && borders.size() < 50) {
      borders.add(settings.borderMillis(k) / 1000);
      k = timers.next(k, LAST_INPUT);
    }
    return borders;
  }

  @Test
  void keysThatWaitHaveABorderAtTheNextMultipleAndNoneBehindIt() {
    GlobalWindows ticks = GlobalWindows.withTrigger(WindowTrigger.every(SEVEN));
    SessionWindows<Object> sessions = SessionWindows.withGap(Duration.ofSeconds(1));
    for (boolean byEvents : List.of(false, true)) {
      assertThat(borders(byEvents, pairs -> pairs.groupByKeyAndWindow(ticks))).containsExactly(14L);
    }
    assertThat(
            borders(
                true,
                pairs ->
                    pairs.reduceByKeyAndWindow(Long::sum, sessions, EarlyResults.every(SEVEN))))
        .containsExactly(14L);
  }

  @Test
  void whatGoesByNumberOrByEventsOrEndsWithTheInputWaitsForNoBorder() {
    Windows windows = Windows.tumbling(Duration.ofSeconds(20));
    SessionWindows<Object> sessions = SessionWindows.withGap(SEVEN);
    EarlyResults byNumber = EarlyResults.everyRecords(3);
    for (Function<PairDStream<String, Long>, DStream<?>> operator :
        List.<Function<PairDStream<String, Long>, DStream<?>>>of(
            pairs -> pairs.groupByKeyAndWindow(GlobalWindows.count(3)),
            pairs ->
                pairs.groupByKeyAndWindow(
                    GlobalWindows.withTrigger(WindowTrigger.everyEventTime(SEVEN))),
            pairs -> pairs.groupByKeyAndWindow(GlobalWindows.withTrigger(WindowTrigger.atEnd())),
            pairs -> pairs.reduceByKeyAndWindow(Long::sum, windows, byNumber),
            pairs -> pairs.reduceByKeyAndWindow(Long::sum, sessions, byNumber),
            pairs -> pairs.reduceByKeyAndWindow(Long::sum, sessions, OutputMode.COMPLETE))) {
      assertThat(borders(true, operator)).isEmpty();
    }
    assertThat(
            borders(
                false,
                pairs -> pairs.reduceByKeyAndWindow(Long::sum, sessions, OutputMode.COMPLETE)))
        .isEmpty();
  }

  @Test
  void windowsBehindKeysThatWaitCloseThoughNoRecordComes() {
    GlobalWindows ticks = GlobalWindows.withTrigger(WindowTrigger.every(SEVEN).purging());
    Windows windows = Windows.tumbling(Duration.ofSeconds(3));

    assertThat(
            borders(
                false,
                pairs ->
                    pairs
                        .reduceByKeyAndWindow(Long::sum, ticks)
                        .reduceByKeyAndWindow(Long::sum, windows)))
        .contains(14L, 15L)
        .hasSizeLessThan(10);
  }
}
