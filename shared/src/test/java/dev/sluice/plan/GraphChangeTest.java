package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.WatermarkPolicy;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a changed graph must keep, and what it may change. */
class GraphChangeTest {
  private static final Windows MINUTES = Windows.tumbling(Duration.ofMinutes(1));

  private static DStream<String> lines(StreamContext stream) {
    return stream.kinesis("lines", Decoder.utf8());
  }

  private static PairDStream<String, Long> ones(DStream<String> lines) {
    return lines.mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
  }

  private static void counts(DStream<String> lines, Windows windows, String prefix) {
    ones(lines).reduceByKeyAndWindow(Long::sum, windows).saveAsTextFiles(prefix);
  }

  private static final StreamApp COUNTS = stream -> counts(lines(stream), MINUTES, "counts");

  private static GraphChange change(StreamApp before, StreamApp now) {
    Blueprint kept = Blueprint.decode(Plan.of(before, Map.of()).blueprint().encode());
    return Plan.of(now, Map.of()).changeFrom(kept);
  }

  private static List<String> refusals(StreamApp before, StreamApp now) {
    return change(before, now).refusals();
  }

  private static StreamApp timed(Duration outOfOrderness) {
    return stream ->
        counts(
            lines(stream).withEventTime(line -> Instant.EPOCH, outOfOrderness), MINUTES, "counts");
  }

  @Test
  void sameGraphChangesNothing() {
    GraphChange change = change(COUNTS, COUNTS);

    assertThat(change.isCompatible()).isTrue();
    assertThat(change.added()).isEmpty();
    assertThat(change.retired()).isEmpty();
  }

  @Test
  void whatKeepsNoStateIsFree() {
    List<UnaryOperator<DStream<String>>> changes =
        List.of(
            lines -> lines.filter(line -> true),
            lines -> lines.map(line -> line).flatMap(line -> List.of(line)),
            lines -> lines.union(lines));
    for (UnaryOperator<DStream<String>> each : changes) {
      GraphChange change =
          change(COUNTS, stream -> counts(each.apply(lines(stream)), MINUTES, "counts"));
      assertThat(change.refusals()).isEmpty();
      assertThat(change.added()).isEmpty();
    }
  }

  @Test
  void sinksAndOperatorsMayBeAdded() {
    GraphChange change =
        change(
            COUNTS,
            stream -> {
              counts(lines(stream), MINUTES, "counts");
              ones(lines(stream)).named("sums").reduceByKey(Long::sum).saveAsTextFiles("sums");
              lines(stream).print();
            });

    assertThat(change.refusals()).isEmpty();
    assertThat(change.added()).containsExactly("operator sums", "sink print-1", "sink sums");
    assertThat(change.text()).isEqualTo("added operator 'sums', sink 'print-1', sink 'sums'");
  }

  @Test
  void printsComeAndGo() {
    StreamApp printing =
        stream -> {
          counts(lines(stream), MINUTES, "counts");
          lines(stream).print();
        };

    assertThat(refusals(printing, COUNTS)).isEmpty();
    assertThat(change(printing, COUNTS).retired()).containsExactly("sink print-1");
  }

  @Test
  void otherWindowsAreRefusedWithWhatTheyWere() {
    Windows longer = Windows.tumbling(Duration.ofMinutes(2));

    assertThat(refusals(COUNTS, stream -> counts(lines(stream), longer, "counts")))
        .singleElement()
        .asString()
        .contains("operator 'aggregate-1' is another one: its windows: ")
        .contains("PT2M")
        .contains("was ")
        .contains("PT1M")
        .contains("stream.retired(\"aggregate-1\")");
  }

  @Test
  void idThatMovedIsNamedWithTheNameThatPinsIt() {
    Windows longer = Windows.tumbling(Duration.ofMinutes(2));
    List<String> refusals =
        refusals(
            COUNTS,
            stream -> {
              counts(lines(stream), longer, "long");
              counts(lines(stream), MINUTES, "counts");
            });

    assertThat(refusals)
        .anySatisfy(
            text ->
                assertThat(text)
                    .startsWith("operator 'aggregate-1' is another one")
                    .contains("operator 'aggregate-2' is what it was")
                    .contains("named(\"aggregate-1\")"));
  }

  @Test
  void idThatMovedToAnOperatorOfTheSameFormIsFoundByItsSink() {
    List<String> refusals =
        refusals(
            COUNTS,
            stream -> {
              counts(lines(stream), MINUTES, "first");
              counts(lines(stream), MINUTES, "counts");
            });

    assertThat(refusals)
        .singleElement()
        .asString()
        .startsWith("sink 'counts' is another one: it takes nothing of operator 'aggregate-1'")
        .contains("operator 'aggregate-2' is what it was")
        .contains("named(\"aggregate-1\")");
  }

  @Test
  void namePinsAnIdThatWasDerived() {
    GraphChange change =
        change(
            COUNTS,
            stream -> {
              ones(lines(stream))
                  .named("first")
                  .reduceByKeyAndWindow(Long::sum, MINUTES)
                  .saveAsTextFiles("first");
              ones(lines(stream))
                  .named("aggregate-1")
                  .reduceByKeyAndWindow(Long::sum, MINUTES)
                  .saveAsTextFiles("counts");
            });

    assertThat(change.refusals()).isEmpty();
    assertThat(change.added()).containsExactly("operator first", "sink first");
  }

  @Test
  void operatorThatRunsInAnotherStageIsRefused() {
    assertThat(
            refusals(
                COUNTS,
                stream ->
                    ones(ones(lines(stream)).named("new").reduceByKey(Long::sum).map(Pair::key))
                        .named("aggregate-1")
                        .reduceByKeyAndWindow(Long::sum, MINUTES)
                        .saveAsTextFiles("counts")))
        .anySatisfy(
            text -> assertThat(text).contains("aggregate-1").contains("its stage: 2, was 1"));
  }

  @Test
  void sinkOfAnotherFormIsRefused() {
    assertThat(
            refusals(
                COUNTS,
                stream ->
                    ones(lines(stream))
                        .reduceByKeyAndWindow(Long::sum, MINUTES)
                        .saveAsTextFiles("counts", "csv")))
        .singleElement()
        .asString()
        .startsWith("sink 'counts' is another one: its suffix: csv, was ")
        .endsWith("give the changed one another prefix");
  }

  @Test
  void eventTimesStayAsTheyWere() {
    assertThat(refusals(timed(Duration.ofSeconds(1)), timed(Duration.ofSeconds(2))))
        .singleElement()
        .asString()
        .startsWith("withEventTime: ")
        .contains("PT2S")
        .contains("PT1S");
    assertThat(refusals(COUNTS, timed(Duration.ofSeconds(1)))).hasSize(2);
  }

  private static DStream<String> timed(StreamContext stream, String name) {
    return stream
        .kinesis(name, Decoder.utf8())
        .withEventTime(line -> Instant.EPOCH, Duration.ofSeconds(5));
  }

  /** Watermarks are kept by the order of the declarations, which a sink above them may change. */
  @Test
  void eventTimesOfStreamsDoNotChangePlaces() {
    StreamApp app =
        stream -> counts(timed(stream, "a").union(timed(stream, "b")), MINUTES, "counts");
    StreamApp swapped =
        stream -> counts(timed(stream, "b").union(timed(stream, "a")), MINUTES, "counts");
    StreamApp sinkAbove =
        stream -> {
          DStream<String> a = timed(stream, "a");
          DStream<String> b = timed(stream, "b");
          b.saveAsTextFiles("raw");
          counts(a.union(b), MINUTES, "counts");
        };
    for (StreamApp changed : List.of(swapped, sinkAbove)) {
      assertThat(refusals(app, changed))
          .singleElement()
          .asString()
          .startsWith("withEventTime: the declarations are ")
          .contains("of stream b, ", "of stream a");
    }
  }

  @Test
  void eventTimesThatAnEarlierVersionHasKeptWithoutTheirStreamsGoThrough() {
    StreamApp app = timed(Duration.ofSeconds(1));
    Blueprint now = Plan.of(app, Map.of()).blueprint();
    assertThat(now.eventTimes()).allMatch(each -> each.endsWith(", of stream lines"));
    Blueprint kept =
        new Blueprint(now.watermarks(), now.eventTimesWithoutStreams(), now.streams(), now.parts());
    assertThat(Plan.of(app, Map.of()).changeFrom(kept).refusals()).isEmpty();
    assertThat(Plan.of(timed(Duration.ofSeconds(2)), Map.of()).changeFrom(kept).refusals())
        .hasSize(1);
  }

  private static StreamApp partitions(int count, boolean windowed) {
    return stream -> {
      DStream<String> lines = lines(stream);
      (windowed ? lines.window(MINUTES) : lines)
          .repartition(count, Codecs.string())
          .saveAsTextFiles("cut");
    };
  }

  /** Panes of a window are kept by the numbers of its partitions. */
  @Test
  void windowsAreCutIntoAsManyPartitionsAsBefore() {
    assertThat(refusals(partitions(2, true), partitions(4, true)))
        .singleElement()
        .asString()
        .contains("its partitions: [4], was [2]");
    assertThat(refusals(partitions(2, true), partitions(2, true))).isEmpty();
    assertThat(refusals(partitions(2, false), partitions(4, false))).isEmpty();
  }

  @Test
  void watermarkPolicyStaysAsItWas() {
    assertThat(
            refusals(
                COUNTS,
                stream -> {
                  stream.watermarkPolicy(WatermarkPolicy.MAX);
                  counts(lines(stream), MINUTES, "counts");
                }))
        .singleElement()
        .asString()
        .contains("MAX and was MIN");
  }

  @Test
  void inputMayBeAddedToAnOperatorAndNotTakenAway() {
    StreamApp both =
        stream ->
            counts(lines(stream).union(stream.kinesis("more", Decoder.utf8())), MINUTES, "counts");

    assertThat(refusals(COUNTS, both)).isEmpty();
    assertThat(refusals(both, COUNTS))
        .hasSize(2)
        .anyMatch(text -> text.contains("stream 'more' is not read any more"))
        .anyMatch(text -> text.contains("it takes nothing of stream 'more' any more"));
  }

  @Test
  void operatorMayBeExchangedForOneWithAnotherName() {
    Windows longer = Windows.tumbling(Duration.ofMinutes(2));
    GraphChange change =
        change(
            COUNTS,
            stream -> {
              stream.retired("aggregate-1");
              ones(lines(stream))
                  .named("longer")
                  .reduceByKeyAndWindow(Long::sum, longer)
                  .saveAsTextFiles("counts");
            });

    assertThat(change.refusals()).isEmpty();
    assertThat(change.added()).containsExactly("operator longer");
    assertThat(change.retired()).containsExactly("operator aggregate-1");
    assertThat(change.text())
        .isEqualTo("added operator 'longer'; retired operator 'aggregate-1' and what they held");
  }

  @Test
  void idCannotBeRetiredAndThere() {
    assertThat(
            Faults.faults(
                stream -> {
                  stream.retired("counts");
                  counts(lines(stream), MINUTES, "counts");
                }))
        .singleElement()
        .asString()
        .startsWith("SLUICE-P43 'counts'");
  }
}
