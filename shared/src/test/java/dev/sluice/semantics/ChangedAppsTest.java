package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a reader expects of an app whose code changes while its state stays. */
class ChangedAppsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static DStream<String> words(StreamContext stream) {
    return stream.kinesis("words", Decoder.utf8());
  }

  private static PairDStream<String, Long> ones(DStream<String> words) {
    return words.mapToPair(word -> Pair.of(word, 1L), Codecs.string(), Codecs.int64());
  }

  /** Counts of all time by word, of what a step before lets through. */
  private static void totals(DStream<String> words) {
    ones(words)
        .named("totals")
        .updateStateByKey(
            (List<Long> values, Optional<Long> before) ->
                Optional.of(before.orElse(0L) + values.size()),
            Codecs.int64())
        .saveAsTextFiles("totals");
  }

  private static final StreamApp TOTALS = stream -> totals(words(stream));

  private static StreamHarness start(StreamApp app) {
    return StreamHarness.of(app).buckets(2).start();
  }

  private static StreamApp totalsAnd(Consumer<DStream<String>> more) {
    return stream -> {
      DStream<String> words = words(stream);
      totals(words);
      more.accept(words);
    };
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  @Test
  void statelessOperatorsChangeAndStatesGoOn() {
    StreamHarness run = start(TOTALS);
    run.batch("cat", "dog", "cat");
    run.newLines("totals");

    run.restart(stream -> totals(words(stream).filter(word -> !word.equals("dog"))));
    run.batch("cat", "dog");

    assertThat(sorted(run.newLines("totals"))).containsExactly("(cat,3)", "(dog,1)");
    assertThat(run.counters()).containsEntry("records", 5L);
  }

  @Test
  void sinkThatIsAddedBeginsBehindTheBatchesThatWereBegunBefore() {
    StreamHarness run = start(TOTALS);
    run.batch("early");
    run.send(run.now().plusMillis(100), "begun");
    run.advanceTo(run.now());

    run.restart(totalsAnd(words -> words.map(word -> "all " + word).saveAsTextFiles("all")));
    run.send(run.now().plusMillis(100), "same batch");
    run.advance(Duration.ofSeconds(1));
    run.batch("behind");
    run.finish();

    assertThat(run.newLines("all")).containsExactly("all behind");
    assertThat(sorted(run.lines("totals-3000")))
        .containsExactly("(begun,1)", "(behind,1)", "(early,1)", "(same batch,1)");
  }

  @Test
  void operatorThatIsAddedCountsNothingOfTheBatchesThatWereBegunBefore() {
    StreamHarness run = start(TOTALS);
    run.batch("early");
    run.send(run.now().plusMillis(100), "begun");
    run.advanceTo(run.now());

    run.restart(
        totalsAnd(
            words ->
                ones(words)
                    .named("more")
                    .updateStateByKey(
                        (List<Long> values, Optional<Long> before) ->
                            Optional.of(before.orElse(0L) + values.size()),
                        Codecs.int64())
                    .saveAsTextFiles("more")));
    run.send(run.now().plusMillis(100), "same batch");
    run.advance(Duration.ofSeconds(1));
    run.batch("behind");
    run.finish();

    assertThat(run.lines("more-3000")).containsExactly("(behind,1)");
    assertThat(run.lines("totals-3000")).contains("(same batch,1)");
  }

  @Test
  void sinkBehindAnOldOperatorBeginsWithTheSameBatchInEveryBucket() {
    StreamHarness run = start(TOTALS);
    run.batch("cat", "dog", "emu", "fox");
    run.send(run.now().plusMillis(100), "cat");
    run.advanceTo(run.now());

    run.restart(
        stream -> {
          var totals =
              ones(words(stream))
                  .named("totals")
                  .updateStateByKey(
                      (List<Long> values, Optional<Long> before) ->
                          Optional.of(before.orElse(0L) + values.size()),
                      Codecs.int64());
          totals.saveAsTextFiles("totals");
          totals.map(pair -> pair.key()).saveAsTextFiles("keys");
        });
    run.advance(Duration.ofSeconds(1));
    run.batch();
    run.finish();

    assertThat(run.directories())
        .contains("totals-1000", "totals-2000", "totals-3000", "keys-3000");
    assertThat(run.directories()).doesNotContain("keys-1000", "keys-2000");
    assertThat(sorted(run.lines("keys-3000"))).containsExactly("cat", "dog", "emu", "fox");
  }

  @Test
  void operatorsThatAreAddedBeginEmptyInStagesOldAndNew() {
    StreamHarness run = start(TOTALS);
    run.batch("cat", "cat");

    run.restart(
        totalsAnd(
            words ->
                ones(words)
                    .named("counts")
                    .reduceByKeyAndWindow(Long::sum, tumbling(2000))
                    .mapToPair(
                        pair -> Pair.of("sum", pair.value()), Codecs.string(), Codecs.int64())
                    .named("sums")
                    .reduceByKey(Long::sum)
                    .saveAsTextFiles("sums")));
    run.batch("cat");
    run.batch("cat", "dog");
    run.batch("cat", "emu", "fox");
    run.batch();
    run.finish();

    assertThat(run.newLines("sums")).containsExactly("(sum,1)", "(sum,5)");
    assertThat(sorted(run.lines("totals-4000")))
        .containsExactly("(cat,5)", "(dog,1)", "(emu,1)", "(fox,1)");
  }

  @Test
  void operatorWithInitialStatesThatIsAddedCallsThemInItsFirstStep() {
    StreamHarness run = start(TOTALS);
    run.batch("cat");

    run.restart(
        totalsAnd(
            words ->
                ones(words)
                    .named("known")
                    .updateStateByKey(
                        (List<Long> values, Optional<Long> before) ->
                            Optional.of(before.orElse(0L) + values.size()),
                        Codecs.int64(),
                        Map.of("dog", 10L, "emu", 20L))
                    .saveAsTextFiles("known")));
    run.batch("cat");
    run.batch("dog");
    run.restart();
    run.batch();
    run.finish();

    assertThat(sorted(run.lines("known-2000"))).containsExactly("(cat,1)", "(dog,10)", "(emu,20)");
    assertThat(sorted(run.lines("known-3000"))).containsExactly("(cat,1)", "(dog,11)", "(emu,20)");
  }

  @Test
  void operatorThatIsMissingIsRefusedByItsIdUnlessItIsRetired() {
    StreamApp both =
        totalsAnd(
            words ->
                ones(words)
                    .named("counts")
                    .reduceByKeyAndWindow(Long::sum, tumbling(60_000))
                    .saveAsTextFiles("counts"));
    StreamHarness run = start(both);
    run.batch("cat");

    assertThatThrownBy(() -> run.restart(TOTALS))
        .hasMessageContaining("SLUICE-E11")
        .hasMessageContaining("operator 'counts' is gone")
        .hasMessageContaining("sink 'counts' is gone")
        .hasMessageContaining("stream.retired(\"counts\")");

    run.restart(
        stream -> {
          totals(words(stream));
          stream.retired("counts");
        });
    run.batch("cat");
    run.finish();
    assertThat(run.lines("totals-2000")).containsExactly("(cat,2)");
    assertThat(run.directories()).noneMatch(name -> name.startsWith("counts"));
  }

  @Test
  void operatorThatComesBackUnderTheIdOfARetiredOneBeginsEmpty() {
    StreamApp both =
        totalsAnd(
            words ->
                ones(words)
                    .named("seen")
                    .reduceByKey(Long::sum, OutputMode.UPDATE)
                    .saveAsTextFiles("seen"));
    StreamHarness run = start(both);
    run.batch("cat", "cat");
    run.restart(
        stream -> {
          totals(words(stream));
          stream.retired("seen");
        });
    run.batch("cat");
    run.advance(MINUTE);

    run.restart(both);
    run.batch();
    run.newLines("seen");
    run.batch("cat");

    assertThat(run.newLines("seen")).containsExactly("(cat,1)");
  }

  @Test
  void stateOfAnotherFormIsRefusedByTheIdOfItsOperator() {
    StreamHarness run = start(TOTALS);
    run.batch("cat");

    assertThatThrownBy(
            () ->
                run.restart(
                    stream ->
                        ones(words(stream))
                            .named("totals")
                            .updateStateByKey(
                                (List<Long> values, Optional<Double> before) ->
                                    Optional.of(before.orElse(0.0) + values.size()),
                                Codecs.float64())
                            .saveAsTextFiles("totals")))
        .hasMessageContaining("SLUICE-E11")
        .hasMessageContaining("operator 'totals' is another one: its state: float64, was int64");
    run.restart(TOTALS);
    run.batch("cat");
    assertThat(run.lines("totals-2000")).containsExactly("(cat,2)");
  }

  @Test
  void changesComeOnceAMinuteAtMost() {
    StreamHarness run = start(TOTALS);
    run.batch("cat");
    run.restart(stream -> totals(words(stream).map(String::trim)));
    run.batch("cat");

    assertThatThrownBy(() -> run.restart(TOTALS)).hasMessageContaining("SLUICE-E29");
    run.advance(MINUTE);
    run.restart(TOTALS);
    run.batch("cat");

    run.finish();
    assertThat(run.newLines("totals")).contains("(cat,3)");
  }

  @Test
  void streamThatIsAddedIsReadFromTheChangeOn() {
    StreamHarness run = start(TOTALS);
    run.batch("cat");

    run.restart(
        stream -> {
          DStream<String> words = words(stream);
          totals(words.union(stream.kinesis("more", Decoder.utf8())));
        });
    run.batch(Map.of("words", List.of("cat"), "more", List.of("cat", "dog")));
    run.batch(Map.of());
    run.finish();

    assertThat(run.newLines("totals")).contains("(cat,3)", "(dog,1)");
    assertThat(run.counters()).containsEntry("records", 4L);
  }

  @Test
  void sinkOfAStreamThatIsAddedHasAllOfItsRecordsThoughABatchWasBegunBefore() {
    StreamHarness run = start(TOTALS);
    run.batch("early");
    run.send(run.now().plusMillis(100), "begun");
    run.advanceTo(run.now());

    run.restart(
        stream -> {
          totals(words(stream));
          stream.kinesis("more", Decoder.utf8()).saveAsTextFiles("more");
        });
    run.send("more", run.now().plusMillis(100), "key", "first");
    run.advance(Duration.ofSeconds(1));
    run.batch(Map.of("more", List.of("second")));
    run.finish();

    assertThat(sorted(run.newLines("more"))).containsExactly("first", "second");
  }

  @Test
  void streamThatIsNotReadAnyMoreIsRefused() {
    StreamHarness run =
        start(stream -> totals(words(stream).union(stream.kinesis("more", Decoder.utf8()))));
    run.batch(Map.of("words", List.of("cat")));

    assertThatThrownBy(() -> run.restart(TOTALS))
        .hasMessageContaining("SLUICE-E11")
        .hasMessageContaining("stream 'more' is not read any more");
  }

  @Test
  void broadcastThatIsAddedHasItsTableFromTheChangeOn() {
    StreamHarness run =
        StreamHarness.of(TOTALS).buckets(2).broadcast("stops", List.of("the")).start();
    run.batch("the");

    run.restart(
        stream -> {
          var stops = stream.broadcast("stops", lines -> lines);
          totals(words(stream).filter(word -> !stops.value().contains(word)));
        });
    run.batch("the", "cat");
    run.finish();

    assertThat(sorted(run.lines("totals-2000"))).containsExactly("(cat,1)", "(the,1)");
  }

  @Test
  void whatHasEndedCannotBeChanged() {
    StreamHarness run = start(TOTALS);
    run.batch("cat");
    run.finish();

    assertThatThrownBy(() -> run.restart(stream -> totals(words(stream).map(String::trim))))
        .hasMessageContaining("SLUICE-E11")
        .hasMessageContaining("has ended for good");
  }
}
