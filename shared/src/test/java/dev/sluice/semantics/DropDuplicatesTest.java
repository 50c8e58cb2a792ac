package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of deduplication. */
class DropDuplicatesTest {
  private static final Codec<String> TEXT = Codecs.string();

  /** Values are numbers of seconds, which are their event times too. */
  private static DStream<String> seconds(DStream<Event> events, long delaySeconds) {
    return events
        .withEventTime(Event::time, Duration.ofSeconds(delaySeconds))
        .map(event -> "" + event.timeMillis() / 1000);
  }

  /** Sends one batch after the other and gives the values that came through in each. */
  private static List<List<String>> batches(StreamApp app, long[][] batches) {
    StreamHarness run = start(app);
    List<List<String>> found = new ArrayList<>();
    long stamp = 1_000_000;
    for (long[] batch : batches) {
      for (long second : batch) {
        send(run, stamp + 100, new Event("k", second * 1000, 0));
      }
      stamp += 1000;
      run.advanceTo(at(stamp + 10));
      run.restart();
      found.add(lines(run).getOrDefault("rows-" + stamp, List.of()));
    }
    return found;
  }

  @Test
  void valuesOfEqualKeyAndTimeComeOnceUntilTheyAreLate() {
    assertThat(
            batches(
                stream ->
                    seconds(events(stream), 10)
                        .dropDuplicatesByTime(value -> value, TEXT, TEXT)
                        .saveAsTextFiles("rows"),
                new long[][] {
                  {10, 11, 12, 10, 11, 12, 13}, {13, 25}, {14, 15, 16, 25}, {45}, {34, 45}
                }))
        .containsExactly(
            List.of("10", "11", "12", "13"),
            List.of("25"),
            List.of("15", "16"),
            List.of("45"),
            List.of());
  }

  @Test
  void valuesOfEqualKeyComeOnceForEverWhateverTheWatermark() {
    assertThat(
            batches(
                stream ->
                    seconds(events(stream), 0)
                        .dropDuplicates(value -> Long.parseLong(value) % 7, Codecs.int64(), TEXT)
                        .saveAsTextFiles("rows"),
                new long[][] {{1, 8, 2}, {900}, {904, 905, 911}, {950, 961}}))
        .containsExactly(List.of("1", "2"), List.of("900"), List.of(), List.of("950"));
  }

  @Test
  void withinTheWatermarkAKeyIsKnownForTheOutOfOrderness() {
    assertThat(
            batches(
                stream ->
                    seconds(events(stream), 2)
                        .dropDuplicatesWithinWatermark(TEXT)
                        .saveAsTextFiles("rows"),
                new long[][] {{10, 11, 10, 11, 15}, {14, 15}, {14, 25}, {12, 22}, {45}}))
        .containsExactly(
            List.of("10", "11", "15"), List.of("14"), List.of("25"), List.of(), List.of("45"));
  }

  @Test
  void keyIsKnownUntilTheWatermarkHasPassedTheEndOfItsTimeAndNoLonger() {
    StreamApp app =
        stream ->
            seconds(events(stream), 5)
                .dropDuplicatesWithinWatermark(value -> 1L, Codecs.int64(), TEXT)
                .saveAsTextFiles("rows");

    assertThat(batches(app, new long[][] {{10}, {13}, {19}, {22}}))
        .containsExactly(List.of("10"), List.of(), List.of(), List.of());
    assertThat(batches(app, new long[][] {{10}, {13}, {20}, {22}}))
        .containsExactly(List.of("10"), List.of(), List.of(), List.of());
    assertThat(batches(app, new long[][] {{10}, {13}, {21}, {22}}))
        .containsExactly(List.of("10"), List.of(), List.of(), List.of("22"));
  }

  @Test
  void duplicatesAsFarApartAsTheOutOfOrdernessAreDroppedWhereverTheWatermarkIs() {
    StreamApp app =
        stream ->
            seconds(events(stream), 5)
                .dropDuplicatesWithinWatermark(
                    value -> Long.parseLong(value) <= 15, Codecs.bool(), TEXT)
                .saveAsTextFiles("rows");

    for (long other : List.of(19L, 20L, 21L)) {
      assertThat(batches(app, new long[][] {{10}, {other}, {15}}))
          .containsExactly(List.of("10"), List.of("" + other), List.of());
    }
  }

  @Test
  void lateValuesGoToTheLateOutput() {
    StreamHarness run =
        start(stream -> seconds(events(stream), 0).dropDuplicates(TEXT).saveAsTextFiles("rows"));
    send(run, 100, new Event("a", 500, 1));
    run.advanceTo(at(1500));
    send(run, 1600, new Event("a", 499, 1));
    send(run, 1600, new Event("a", 500, 1));
    run.finish();

    assertThat(lines(run).get("late/dropDuplicates-1-2000.csv"))
        .containsExactly(
            "1970-01-01T00:00:00.499Z,1970-01-01T00:00:00.500Z,1970-01-01T00:00:00.499Z,late,0,0");
    assertThat(lines(run)).doesNotContainKey("rows-2000");
  }

  @Test
  void inArrivalTimeNothingIsLateAndBatchesWithoutRecordsCostNothing() {
    StreamApp app = stream -> pairs(events(stream)).dropDuplicatesByKey().saveAsTextFiles("rows");
    StreamHarness run = start(app);
    send(run, 100, new Event("a", 0, 1));
    send(run, 200, new Event("a", 0, 2));
    run.advanceTo(at(90_000));
    send(run, 90_100, new Event("a", 0, 3));
    send(run, 90_100, new Event("b", 0, 4));
    run.finish();

    assertThat(lines(run))
        .isEqualTo(Map.of("rows-1000", List.of("(a,1)"), "rows-91000", List.of("(b,4)")));
    assertThat(Plan.of(app, Map.of()).needsEveryInterval()).isFalse();
  }

  @Test
  void valueThatIsRefusedBehindDoesNotStandForItsDuplicates() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .dropDuplicatesByKey()
                    .map(pair -> 10 / pair.value())
                    .saveAsTextFiles("rows"));
    send(run, 100, new Event("a", 0, 0));
    send(run, 200, new Event("a", 0, 5));
    send(run, 300, new Event("a", 0, 2));
    run.finish();

    assertThat(lines(run).get("rows-1000")).containsExactly("2");
  }

  @Test
  void watermarksAreNeededWhereKeysAreForgottenByThem() {
    assertThatThrownBy(
            () ->
                Plan.of(
                    stream ->
                        pairs(events(stream))
                            .dropDuplicatesByKeyWithinWatermark()
                            .saveAsTextFiles("rows"),
                    Map.of()))
        .hasMessageContaining("SLUICE-P21");
  }
}
