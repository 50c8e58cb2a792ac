package dev.sluice.plan;

import static dev.sluice.plan.Faults.assertOnly;
import static dev.sluice.plan.Faults.faults;
import static dev.sluice.plan.Faults.lines;
import static dev.sluice.plan.Faults.pairs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Values of different windows are not put together. */
class WindowingFaultsTest {
  private static final Windows MINUTE = Windows.tumbling(Duration.ofMinutes(1));
  private static final Windows SLIDING =
      Windows.sliding(Duration.ofMinutes(1), Duration.ofSeconds(30));

  private static PairDStream<String, Long> values(StreamContext stream) {
    return pairs(lines(stream));
  }

  private static String fault(StreamApp app) {
    List<String> faults = faults(app);
    assertThat(faults).hasSize(1);
    return faults.get(0);
  }

  @Test
  void differentWindowsOnBothSidesOfAJoinAreRefused() {
    assertThat(
            fault(
                s ->
                    values(s).window(MINUTE).named("both").join(values(s).window(SLIDING)).print()))
        .isEqualTo(
            "SLUICE-P30 both: puts together values in windows of PT1M every PT1M and values in"
                + " windows of PT1M every PT30S; give both sides of a join or union the same"
                + " windows");
  }

  @Test
  void windowsThatDifferInOffsetOrLatenessAreDifferent() {
    assertThat(
            fault(
                s ->
                    values(s)
                        .window(MINUTE)
                        .join(values(s).window(MINUTE.withOffset(Duration.ofSeconds(1))))
                        .print()))
        .contains("SLUICE-P30", "every PT1M and", "every PT1M offset by PT1S");
  }

  @Test
  void windowsAndBatchesDoNotMix() {
    assertThat(fault(s -> values(s).window(MINUTE).union(values(s)).reduceByKey(Long::sum).print()))
        .contains("SLUICE-P30", "values in windows of PT1M every PT1M and values of batches");
    assertThat(fault(s -> values(s).union(values(s).window(MINUTE)).reduceByKey(Long::sum).print()))
        .contains("SLUICE-P30", "values of batches and values in windows");
    assertThat(
            fault(s -> values(s).join(values(s).reduceByKeyAndWindow(Long::sum, MINUTE)).print()))
        .contains("SLUICE-P30", "values of batches and results of windows of PT1M every PT1M");
  }

  @Test
  void resultsOfDifferentWindowsDoNotMix() {
    assertThat(
            fault(
                s ->
                    values(s)
                        .reduceByKeyAndWindow(Long::sum, MINUTE)
                        .cogroup(values(s).reduceByKeyAndWindow(Long::sum, SLIDING))
                        .print()))
        .contains("SLUICE-P30", "results of windows of PT1M every PT1M and results of windows of");
  }

  @Test
  void resultsOfDifferentWindowsMayGoIntoOtherWindows() {
    Plan plan =
        Plan.of(
            s ->
                values(s)
                    .reduceByKeyAndWindow(Long::sum, MINUTE)
                    .union(values(s).reduceByKeyAndWindow(Long::sum, SLIDING))
                    .reduceByKeyAndWindow(Long::sum, MINUTE)
                    .print(),
            Map.of());

    assertThat(plan.stages()).isEqualTo(2);
  }

  @Test
  void batchesOfStreamsWithAndWithoutEventTimeMayBeJoined() {
    Plan plan =
        Plan.of(
            s -> values(s).join(pairs(Faults.timed(lines(s), Duration.ZERO))).print(), Map.of());

    assertThat(plan.stages()).isEqualTo(1);
  }

  @Test
  void windowOfAWindowedStreamWithoutCodecIsRefused() {
    assertOnly(
        "SLUICE-P31 windowing-2: ", s -> lines(s).window(MINUTE).window(SLIDING).count().print());
  }

  @Test
  void sliceOfAWindowedStreamWithoutCodecIsRefused() {
    assertOnly(
        "SLUICE-P31 slice-1: ",
        s -> lines(s).window(MINUTE).slice(Instant.EPOCH, Instant.EPOCH).count().print());
  }

  @Test
  void partitionsThatCannotBeAreRefused() {
    for (int partitions : new int[] {0, -1, 1_025}) {
      assertOnly(
          "SLUICE-P32 repartition(" + partitions + ") ",
          s -> lines(s).repartition(partitions, Codecs.string()).print());
    }
    assertThat(faults(s -> lines(s).repartition(0, null).print())).hasSize(1);
    assertOnly("SLUICE-P17 repartition-1: ", s -> lines(s).repartition(2, null).print());
  }

  @Test
  void partitionsAndSlicesArePartsOfTheDigest() {
    assertThat(digest(s -> s.repartition(2, Codecs.string())))
        .isNotEqualTo(digest(s -> s.repartition(3, Codecs.string())))
        .isEqualTo(digest(s -> s.repartition(2, Codecs.string())));
    assertThat(digest(s -> s.slice(Instant.EPOCH, Instant.EPOCH)))
        .isNotEqualTo(digest(s -> s.slice(Instant.EPOCH, Instant.MAX)));
  }

  private static String digest(UnaryOperator<DStream<String>> operator) {
    return Plan.of(s -> operator.apply(lines(s)).print(), Map.of()).digest();
  }

  @Test
  void impossibleWindowsAreReportedAndNothingThrows() {
    for (Windows windows :
        List.of(
            Windows.tumbling(Duration.ZERO),
            Windows.tumbling(Duration.ofSeconds(Long.MAX_VALUE)),
            Windows.tumbling(Duration.ofNanos(1)))) {
      assertThat(faults(s -> values(s).window(windows).groupByKey().count().print()))
          .isNotEmpty()
          .allMatch(fault -> fault.startsWith("SLUICE-P13"));
    }
  }

  @Test
  void windowsAreAPartOfTheDigest() {
    assertThat(digest(MINUTE)).isNotEqualTo(digest(SLIDING)).isEqualTo(digest(MINUTE));
  }

  private static String digest(Windows windows) {
    return Plan.of(s -> lines(s).window(windows).count().print(), Map.of()).digest();
  }
}
