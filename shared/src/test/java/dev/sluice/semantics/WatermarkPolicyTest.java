package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.WatermarkPolicy;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several streams, one watermark: the smallest or, where the app says so, the greatest. */
class WatermarkPolicyTest {
  private static final Duration NONE = Duration.ZERO;

  private static DStream<Event> stream(StreamContext stream, String name, Duration outOfOrderness) {
    return stream
        .kinesis(name, Decoder.utf8())
        .map(Event::parse)
        .withEventTime(Event::time, outOfOrderness);
  }

  private static PairDStream<String, Long> left(StreamContext stream) {
    return pairs(stream(stream, "left", NONE));
  }

  private static PairDStream<String, Long> right(StreamContext stream) {
    return pairs(stream(stream, "right", NONE));
  }

  /** Sums of both streams by windows of 10 ms. */
  private static StreamApp union(WatermarkPolicy policy, Duration patience) {
    return stream -> {
      stream.watermarkPolicy(policy);
      pairs(stream(stream, "left", NONE).union(stream(stream, "right", patience)))
          .named("sums")
          .reduceByKeyAndWindow(Long::sum, tumbling(10))
          .saveAsTextFiles("sums");
    };
  }

  private static void send(StreamHarness run, String stream, long stamp, long time, long value) {
    run.send(stream, at(stamp), "a", new Event("a", time, value).line());
  }

  private static String late(long start, long end, long time, long value) {
    return at(start) + "," + at(end) + "," + at(time) + ",late,a," + value;
  }

  @Test
  void greatestWatermarkClosesWindowsAsSoonAsOneStreamHasPassedThem() {
    StreamHarness run = start(union(WatermarkPolicy.MAX, Duration.ofMillis(5)));
    send(run, "left", 100, 3, 1);
    send(run, "right", 200, 14, 2); // its watermark is 9
    run.advanceTo(at(1_500));
    assertThat(lines(run)).isEmpty();

    send(run, "right", 2_100, 15, 4); // 10
    run.advanceTo(at(3_500));
    assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("(a,1)")));
  }

  @Test
  void streamWithoutRecordsHoldsNothingUpWithTheGreatest() {
    StreamHarness run = start(union(WatermarkPolicy.MAX, NONE));
    send(run, "left", 100, 3, 1);
    send(run, "left", 1_100, 10, 2);
    run.advanceTo(at(2_500));

    assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("(a,1)")));
  }

  @Test
  void valuesThatTheFasterStreamHasMadeLateAreInTheLateOutput() {
    StreamHarness run = start(union(WatermarkPolicy.MAX, NONE));
    send(run, "left", 100, 3, 1);
    send(run, "right", 200, 100, 2);
    send(run, "left", 1_100, 4, 4); // in time for its own stream, not for the other one
    send(run, "left", 1_200, 101, 8);
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "sums-10", List.of("(a,1)"),
                "sums-110", List.of("(a,10)"),
                "late/sums-2000.csv", List.of(late(0, 10, 4, 4))));
  }

  /** The slower stream's patience says nothing of how late a value may turn out. */
  @Test
  void valuesAreNotCombinedWhereTheOtherStreamMayHaveMadeThemLate() {
    StreamHarness run = start(union(WatermarkPolicy.MAX, Duration.ofSeconds(10)));
    send(run, "left", 5_900, 5_900, 1);
    send(run, "right", 6_100, 5_000, 2);
    send(run, "right", 6_200, 5_001, 4);
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "sums-5910",
                List.of("(a,1)"),
                "late/sums-7000.csv",
                List.of(late(5_000, 5_010, 5_001, 4), late(5_000, 5_010, 5_000, 2))));
  }

  @Test
  void smallestIsTheDefaultAndCanBeSaid() {
    StreamApp said = union(WatermarkPolicy.MIN, NONE);
    StreamApp unsaid =
        stream ->
            pairs(stream(stream, "left", NONE).union(stream(stream, "right", NONE)))
                .named("sums")
                .reduceByKeyAndWindow(Long::sum, tumbling(10))
                .saveAsTextFiles("sums");
    for (StreamApp app : List.of(said, unsaid)) {
      StreamHarness run = start(app);
      send(run, "left", 100, 3, 1);
      send(run, "left", 200, 100, 2);
      send(run, "right", 300, 9, 4);
      run.advanceTo(at(1_500));
      assertThat(lines(run)).isEmpty();
      send(run, "right", 2_100, 10, 8);
      run.advanceTo(at(3_500));
      assertThat(lines(run)).isEqualTo(Map.of("sums-10", List.of("(a,5)")));
    }
    assertThat(Plan.of(said, Map.of()).digest()).isEqualTo(Plan.of(unsaid, Map.of()).digest());
  }

  @Test
  void policyIsPartOfTheAppAndTheLastOneSaidHolds() {
    StreamApp twice =
        stream -> {
          stream.watermarkPolicy(WatermarkPolicy.MIN);
          union(WatermarkPolicy.MAX, NONE).define(stream);
        };
    String max = Plan.of(union(WatermarkPolicy.MAX, NONE), Map.of()).digest();

    assertThat(max).isNotEqualTo(Plan.of(union(WatermarkPolicy.MIN, NONE), Map.of()).digest());
    assertThat(Plan.of(twice, Map.of()).digest()).isEqualTo(max);
  }

  /** Windows of the left stream close by the right one as well, before it is told of them. */
  @Test
  void resultsOfOneStreamsWindowsAreNotLateWhereASecondStreamJoinsThem() {
    StreamApp app =
        stream -> {
          stream.watermarkPolicy(WatermarkPolicy.MAX);
          PairDStream<String, Long> sums =
              left(stream).named("sums").reduceByKeyAndWindow(Long::sum, tumbling(10));
          sums.saveAsTextFiles("left");
          sums.join(right(stream).reduceByKeyAndWindow(Long::sum, tumbling(10)))
              .saveAsTextFiles("both");
        };
    StreamHarness run = start(app);
    send(run, "left", 100, 3, 1);
    send(run, "right", 200, 5, 2);
    send(run, "right", 1_100, 50, 4); // closes [0, 10) for both
    run.advanceTo(at(2_500));
    assertThat(lines(run))
        .isEqualTo(Map.of("left-10", List.of("(a,1)"), "both-10", List.of("(a,(1,2))")));

    send(run, "left", 3_100, 9, 8); // late at once, and not only in the join
    run.finish();
    assertThat(lines(run))
        .containsEntry("late/sums-4000.csv", List.of(late(0, 10, 9, 8)))
        .hasSize(3);
  }

  @Test
  void deduplicationAndTheWindowsBehindItJudgeByOneWatermark() {
    StreamApp app =
        stream -> {
          stream.watermarkPolicy(WatermarkPolicy.MAX);
          DStream<Event> once =
              stream(stream, "left", NONE)
                  .keyBy(Event::key, Codecs.string(), Codecs.record(Event.class))
                  .named("once")
                  .dropDuplicatesByKeyWithinWatermark()
                  .map(Pair::value);
          pairs(once.union(stream(stream, "right", NONE)))
              .named("sums")
              .reduceByKeyAndWindow(Long::sum, tumbling(10))
              .saveAsTextFiles("sums");
        };
    StreamHarness run = start(app);
    send(run, "right", 100, 50, 1);
    send(run, "left", 1_100, 3, 2);
    run.finish();

    assertThat(lines(run)).containsOnlyKeys("sums-60", "late/once-2000.csv");
  }

  @Test
  void joinWithinGivesUpAPartnerWhenTheFasterStreamHasPassedIt() {
    StreamApp app =
        stream -> {
          stream.watermarkPolicy(WatermarkPolicy.MAX);
          left(stream)
              .named("pairs")
              .leftOuterJoinWithin(right(stream), NONE, Duration.ofMillis(10))
              .saveAsTextFiles("pairs");
        };
    StreamHarness run = start(app);
    send(run, "left", 100, 3, 1);
    send(run, "left", 1_100, 14, 2); // no partner of 3 can come behind 13
    run.advanceTo(at(2_500));
    assertThat(lines(run)).isEqualTo(Map.of("pairs-2000", List.of("(a,(1,Optional.empty))")));

    send(run, "right", 3_100, 13, 4); // it would have been one
    send(run, "right", 3_200, 14, 8);
    run.finish();
    assertThat(lines(run))
        .containsEntry("pairs-4000", List.of("(a,(2,Optional[8]))"))
        .containsEntry("late/pairs-4000.csv", List.of(late(13, 14, 13, 4)))
        .hasSize(3);
  }

  @Test
  void streamsThatMeetInBatchesOnlyKeepTheirOwnWatermarks() {
    StreamApp app =
        stream -> {
          stream.watermarkPolicy(WatermarkPolicy.MAX);
          PairDStream<String, Long> left = left(stream);
          PairDStream<String, Long> right = right(stream);
          left.reduceByKeyAndWindow(Long::sum, tumbling(10)).saveAsTextFiles("left");
          right.reduceByKeyAndWindow(Long::sum, tumbling(10)).saveAsTextFiles("right");
          left.union(right).reduceByKey(Long::sum).saveAsTextFiles("batches");
        };
    StreamHarness run = start(app);
    send(run, "left", 100, 50, 1);
    send(run, "right", 1_100, 3, 2); // late only where the left stream has a say
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "left-60", List.of("(a,1)"),
                "right-10", List.of("(a,2)"),
                "batches-1000", List.of("(a,1)"),
                "batches-2000", List.of("(a,2)")));
  }
}
