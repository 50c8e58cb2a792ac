package dev.sluice.plan;

import static dev.sluice.plan.Faults.assertOnly;
import static dev.sluice.plan.Faults.faults;
import static dev.sluice.plan.Faults.has;
import static dev.sluice.plan.Faults.lines;
import static dev.sluice.plan.Faults.pairs;
import static dev.sluice.plan.Faults.refused;
import static dev.sluice.plan.Faults.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with an app is said before it runs: all of it, where, and what to do. */
class PlanFaultsTest {
  private static final Windows MINUTES = Windows.tumbling(Duration.ofMinutes(1));

  @Test
  void allFaultsAreReportedTogether() {
    List<String> faults =
        faults(
            stream -> {
              PairDStream<String, Long> pairs = pairs(lines(stream));
              pairs.named("bad name!").reduceByKey(Long::sum).saveAsTextFiles("same");
              pairs.reduceByKeyAndWindow(Long::sum, MINUTES).saveAsTextFiles("same");
              lines(stream).print(0);
              lines(stream).saveAsTextFiles("/absolute", ".csv");
            });

    assertThat(faults).hasSize(4);
    assertThat(faults).anyMatch(fault -> fault.startsWith("SLUICE-P12 ") && has(fault, "bad name"));
    assertThat(faults).anyMatch(fault -> fault.startsWith("SLUICE-P08 ") && has(fault, "'same'"));
    assertThat(faults).anyMatch(fault -> fault.startsWith("SLUICE-P20 print-1: "));
    assertThat(faults).anyMatch(fault -> fault.startsWith("SLUICE-P09 ") && has(fault, "absolute"));
  }

  @Test
  void appWithoutSinkIsRefused() {
    assertThat(faults(stream -> {})).singleElement().asString().startsWith("SLUICE-P02 ");
    assertThat(faults(stream -> lines(stream).map(String::length)))
        .singleElement()
        .asString()
        .startsWith("SLUICE-P02 ")
        .contains("saveAsTextFiles, print or foreachBatch");
  }

  @Test
  void eventTimeBehindAShuffleIsRefused() {
    assertOnly(
        "SLUICE-P03 eventTime-1: ",
        stream ->
            pairs(lines(stream))
                .reduceByKey(Long::sum)
                .withEventTime(pair -> Instant.EPOCH, Duration.ZERO)
                .print());
  }

  @Test
  void streamsWithAndWithoutEventTimeDoNotMixInOneAggregation() {
    assertOnly(
        "SLUICE-P07 mixed: ",
        stream ->
            pairs(lines(stream).union(timed(lines(stream), Duration.ZERO)))
                .named("mixed")
                .reduceByKeyAndWindow(Long::sum, MINUTES)
                .print());
  }

  @Test
  void latenessWithoutEventTimeIsRefused() {
    assertOnly(
        "SLUICE-P18 patient: ",
        stream ->
            pairs(lines(stream))
                .named("patient")
                .reduceByKeyAndWindow(Long::sum, MINUTES.withLateness(Duration.ofSeconds(5)))
                .print());
  }

  @Test
  void revisedResultsDoNotFlowIntoAnotherAggregation() {
    assertOnly(
        "SLUICE-P19 totals: takes results of patient",
        stream ->
            pairs(timed(lines(stream), Duration.ZERO))
                .named("patient")
                .reduceByKeyAndWindow(Long::sum, MINUTES.withLateness(Duration.ofSeconds(5)))
                .named("totals")
                .reduceByKeyAndWindow(Long::sum, MINUTES)
                .print());
  }

  @Test
  void revisedResultsDoNotFlowIntoStateEither() {
    assertOnly(
        "SLUICE-P19 totals: takes results of patient",
        stream ->
            pairs(timed(lines(stream), Duration.ZERO))
                .named("patient")
                .reduceByKeyAndWindow(Long::sum, MINUTES.withLateness(Duration.ofSeconds(5)))
                .named("totals")
                .updateStateByKey((values, before) -> before, Codecs.int64())
                .print());
  }

  @Test
  void durationsOfEventTimeAreInRange() {
    assertOnly(
        "SLUICE-P04 eventTime-1: outOfOrderness is PT-1S",
        stream -> timed(lines(stream), Duration.ofSeconds(-1)).print());
    assertOnly(
        "SLUICE-P04 eventTime-1: outOfOrderness is PT0.0000005S",
        stream -> timed(lines(stream), Duration.ofNanos(500)).print());
    assertOnly(
        "SLUICE-P04 eventTime-1: maxAhead is ",
        stream ->
            lines(stream)
                .withEventTime(line -> Instant.EPOCH, Duration.ZERO, Duration.ofDays(36_526))
                .print());
  }

  @Test
  void everyDurationOfWindowsThatIsOutOfRangeIsNamed() {
    Windows windows =
        new Windows(
            Duration.ZERO, Duration.ofNanos(1), Duration.ofDays(-99_999), Duration.ofMillis(-1));
    List<String> faults =
        faults(
            stream ->
                pairs(timed(lines(stream), Duration.ZERO))
                    .named("odd")
                    .reduceByKeyAndWindow(Long::sum, windows)
                    .print());

    assertThat(faults).hasSize(4).allMatch(fault -> fault.startsWith("SLUICE-P13 odd: "));
    assertThat(String.join("\n", faults)).contains("size", "slide", "offset", "lateness");
  }

  @Test
  void longestDurationsDoNotOverflow() {
    assertOnly(
        "SLUICE-P13 endless: the windows' size",
        stream ->
            pairs(lines(stream))
                .named("endless")
                .reduceByKeyAndWindow(
                    Long::sum,
                    Windows.sliding(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(1)))
                .print());
  }

  @Test
  void windowOfTooManyPanesIsRefused() {
    Windows odd = Windows.sliding(Duration.ofDays(1), Duration.ofMillis(7));

    assertOnly(
        "SLUICE-P06 odd: a window of PT24H every PT0.007S has 86400000 panes",
        stream -> pairs(lines(stream)).named("odd").reduceByKeyAndWindow(Long::sum, odd).print());
  }

  @Test
  void mapWithWindowWithoutWindowsIsRefused() {
    assertOnly(
        "SLUICE-P05 mapWithWindow-1: ",
        stream ->
            pairs(lines(stream))
                .named("sums")
                .reduceByKey(Long::sum)
                .mapWithWindow((window, key, sum) -> sum)
                .print());
  }

  @Test
  void missingCodecIsRefusedWhereSomethingIsWritten() {
    Codec<String> none = null;
    List<String> faults =
        faults(
            stream -> {
              PairDStream<String, Long> pairs =
                  lines(stream).mapToPair(line -> Pair.of(line, 1L), none, null);
              pairs.named("sums").reduceByKey(Long::sum).print();
              lines(stream).foreachBatch(none, (rows, batch) -> {});
              pairs.map(Pair::key).print();
              lines(stream).saveAsObjectFiles("objects", "", none);
            });

    assertThat(faults).hasSize(5).allMatch(fault -> fault.startsWith("SLUICE-P17 "));
    assertThat(faults).filteredOn(fault -> has(fault, " sums: ")).hasSize(3);
    assertThat(faults).anyMatch(fault -> has(fault, " batches-1: has no codec for its rows"));
    assertThat(faults).anyMatch(fault -> has(fault, " objects: has no codec for its rows"));
  }

  @Test
  void missingCodecBehindAJoinIsRefusedToo() {
    Codec<Long> none = null;
    List<String> faults =
        faults(
            stream ->
                lines(stream)
                    .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), none)
                    .join(stream.table("t", line -> Pair.of(line, line), Codecs.string()))
                    .named("joined")
                    .foreachBatch((rows, batch) -> {}),
            Map.of("t", List.of("a")));

    assertThat(faults).singleElement().asString().startsWith("SLUICE-P17 joined: ");
  }

  @Test
  void streamOfAnotherContextIsRefused() {
    StreamContext other = new StreamContext(Map.of());

    assertOnly(
        "SLUICE-P14 a stream of another StreamContext",
        stream -> lines(stream).union(lines(other)).print());
    assertOnly("SLUICE-P14 ", stream -> pairs(lines(stream)).union(pairs(lines(other))).print());
  }

  @Test
  void whatDefineThrowsIsReportedWithTheFaultsBeforeIt() {
    StreamApp app =
        stream -> {
          lines(stream).saveAsTextFiles("not good");
          throw new IllegalStateException("no idea");
        };

    PlanException refused = refused(app, Map.of());

    assertThat(refused.faults()).hasSize(2);
    assertThat(refused.faults().get(0)).startsWith("SLUICE-P01 ").contains("no idea");
    assertThat(refused.faults().get(1)).startsWith("SLUICE-P09 ");
    assertThat(refused).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingLibraryIsNamedAndOtherErrorsAreToldAlike() {
    assertOnly(
        "SLUICE-P01 define() needs a class that is not there: org.other.Thing; give the app its"
            + " library",
        stream -> {
          throw new NoClassDefFoundError("org/other/Thing");
        });
    assertOnly(
        "SLUICE-P01 define() threw: java.lang.AssertionError: no idea",
        stream -> {
          throw new AssertionError("no idea");
        });
  }

  @Test
  void timeoutThatNoTimeReachesIsRefused() {
    StateSpec<String, Long, Long, String> spec =
        StateSpec.function((key, value, state) -> key, Codecs.int64());
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(Long.MAX_VALUE))) {
      assertOnly(
          "SLUICE-P01 define() threw: a timeout is from 1 ms to 36,525 days, not "
              + wrong
              + "; leave it out for keys that are never idle for too long",
          stream -> pairs(lines(stream)).mapWithState(spec.timeout(wrong)));
    }
  }

  @Test
  void missingArgumentIsNamed() {
    assertOnly(
        "SLUICE-P01 define() threw: java.lang.NullPointerException: function",
        stream -> lines(stream).map(null).print());
    assertOnly(
        "SLUICE-P01 define() threw: java.lang.NullPointerException: windows",
        stream -> pairs(lines(stream)).reduceByKeyAndWindow(Long::sum, (Windows) null).print());
    assertOnly(
        "SLUICE-P01 define() threw: java.lang.NullPointerException: prefix",
        stream -> lines(stream).saveAsTextFiles(null));
    assertOnly(
        "SLUICE-P01 define() threw: java.lang.NullPointerException: outOfOrderness",
        stream -> timed(lines(stream), null).print());
  }

  @Test
  void missingTableIsNamedWithThoseThatWereGiven() {
    List<String> faults =
        faults(
            stream -> stream.table("prices", line -> Pair.of(line, 1L), Codecs.int64()),
            Map.of("names", List.of()));

    assertThat(faults.get(0)).startsWith("SLUICE-P01 ").contains("'prices'", "[names]");
  }

  @Test
  void messageOfTheExceptionHasEveryFaultOnALine() {
    PlanException refused =
        refused(
            stream -> {
              lines(stream).print(-1);
              lines(stream).print(-2);
            },
            Map.of());

    assertThat(refused.getMessage().lines().skip(1).map(String::strip)).isEqualTo(refused.faults());
  }

  @Test
  void mostNegativeDurationIsAFaultLikeAnyOther() {
    Duration most = Duration.ofSeconds(Long.MIN_VALUE);
    assertOnly(
        "SLUICE-P13 aggregate-1: the windows' offset is PT-2562047788015215H-30M-8S",
        stream ->
            pairs(lines(stream)).reduceByKeyAndWindow(Long::sum, MINUTES.withOffset(most)).print());
    assertOnly(
        "SLUICE-P33 joinWithin-1: before is PT-2562047788015215H-30M-8S",
        stream ->
            pairs(timed(lines(stream), Duration.ZERO))
                .joinWithin(pairs(timed(lines(stream), Duration.ZERO)), most, Duration.ZERO)
                .print());
  }
}
