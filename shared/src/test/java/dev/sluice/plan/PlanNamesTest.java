package dev.sluice.plan;

import static dev.sluice.plan.Faults.assertOnly;
import static dev.sluice.plan.Faults.lines;
import static dev.sluice.plan.Faults.pairs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, prefixes and streams: what may be called how, and nothing twice. */
class PlanNamesTest {
  private static final Windows MINUTES = Windows.tumbling(Duration.ofMinutes(1));

  @Test
  void twoSinksWithOnePrefixAreRefusedWhateverTheirSuffixes() {
    assertOnly(
        "SLUICE-P08 'out' names an output prefix and an output prefix",
        stream -> {
          lines(stream).saveAsTextFiles("out", "csv");
          lines(stream).saveAsTextFiles("out", "txt");
        });
  }

  @Test
  void twoAggregationsWithOneNameAreRefused() {
    assertOnly(
        "SLUICE-P08 'counts' names an aggregation and an aggregation",
        stream -> {
          PairDStream<String, Long> named = pairs(lines(stream)).named("counts");
          named.reduceByKey(Long::sum).print();
          named.reduceByKeyAndWindow(Long::sum, MINUTES).print();
        });
  }

  @Test
  void twoBatchFunctionsWithOneNameAreRefused() {
    assertOnly(
        "SLUICE-P08 'calls' names a foreachBatch and a foreachBatch",
        stream -> {
          PairDStream<String, Long> named = pairs(lines(stream)).named("calls");
          named.foreachBatch((rows, batch) -> {});
          named.filter(pair -> true).named("calls").foreachBatch((rows, batch) -> {});
        });
  }

  @Test
  void aggregationNamedLikeASinkOfItsOwnLaneIsRefused() {
    assertOnly(
        "SLUICE-P08 'alerts' names ",
        stream -> {
          pairs(lines(stream)).named("alerts").reduceByKey(Long::sum).saveAsTextFiles("sums");
          lines(stream).saveAsTextFiles("alerts");
        });
  }

  @Test
  void aggregationMayHaveTheNameOfTheFilesThatItFills() {
    Plan plan =
        Plan.of(
            stream ->
                pairs(lines(stream)).named("sums").reduceByKey(Long::sum).saveAsTextFiles("sums"),
            Map.of());

    assertThat(plan.operators().stream().map(Operator::id))
        .containsExactly("dead-letter/lines", "sums");
  }

  @Test
  void aggregationNamedLikeAStreamIsRefusedBecauseTheirDeadLettersWouldMix() {
    assertOnly(
        "SLUICE-P08 'lines' names an aggregation and a stream: their dead letters would share",
        stream -> pairs(lines(stream)).named("lines").reduceByKey(Long::sum).print());
  }

  @Test
  void operatorsOfBatchesAndWindowsTakeTheirName() {
    List<Function<PairDStream<String, Long>, DStream<?>>> operators =
        List.of(
            DStream::count,
            PairDStream::groupByKey,
            p -> p.join(p),
            p -> p.countByWindow(MINUTES),
            p -> p.groupByKeyAndWindow(MINUTES),
            p -> p.window(MINUTES).cogroup(p.window(MINUTES)),
            p -> p.countByValue(Pair.codec(Codecs.string(), Codecs.int64())),
            p -> p.reduce((a, b) -> a, Pair.codec(Codecs.string(), Codecs.int64())),
            p -> p.glom(Pair.codec(Codecs.string(), Codecs.int64())),
            p -> p.repartition(2),
            p -> p.window(MINUTES).repartition(2));
    for (Function<PairDStream<String, Long>, DStream<?>> operator : operators) {
      Plan plan = Plan.of(s -> operator.apply(pairs(lines(s)).named("my")).print(), Map.of());
      assertThat(plan.operators().stream().map(Operator::id)).contains("my");
    }
    Plan files =
        Plan.of(
            s -> pairs(lines(s)).named("my").window(MINUTES).saveAsTextFiles("lines"), Map.of());
    assertThat(files.operators().stream().map(Operator::id)).contains("my");
    Plan mapped =
        Plan.of(
            s ->
                pairs(lines(s))
                    .named("my")
                    .window(MINUTES)
                    .mapWithWindow((window, key, value) -> key)
                    .print(),
            Map.of());
    assertThat(mapped.operators().stream().map(Operator::id)).contains("my");
    Plan sliced =
        Plan.of(
            s ->
                pairs(lines(s))
                    .named("my")
                    .window(MINUTES)
                    .slice(Instant.EPOCH, Instant.EPOCH.plusSeconds(60))
                    .print(),
            Map.of());
    assertThat(sliced.operators().stream().map(Operator::id)).contains("my");
  }

  @Test
  void nameThatNamesNothingIsRefused() {
    assertOnly(
        "SLUICE-P16 'sums' names nothing",
        stream ->
            pairs(lines(stream))
                .named("sums")
                .filter(pair -> pair.value() > 0)
                .reduceByKey(Long::sum)
                .print());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "/a", "a/", "a//b", "../a", ".a", "-a", "a-", "a/b-", "ä", "a\n"})
  void badPrefixIsRefused(String prefix) {
    assertOnly(
        "SLUICE-P09 the output prefix '" + prefix + "'",
        stream -> lines(stream).saveAsTextFiles(prefix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A9", "_a", "a-b", "a.b", "a/b/c", "2026/x_y"})
  void goodPrefixIsTaken(String prefix) {
    assertThat(Plan.of(s -> lines(s).saveAsTextFiles(prefix), Map.of()).operators()).hasSize(2);
  }

  @Test
  void prefixTooLongForTheNameOfAFileIsRefused() {
    assertOnly("SLUICE-P09 ", stream -> lines(stream).saveAsTextFiles("a".repeat(501)));
    assertThat(Plan.of(s -> lines(s).saveAsTextFiles("a".repeat(500)), Map.of())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead-letter/x", "late/x"})
  void prefixInADirectoryThatSluiceWritesIsRefused(String prefix) {
    assertOnly(
        "SLUICE-P10 the output prefix '" + prefix + "'",
        stream -> lines(stream).saveAsTextFiles(prefix));
  }

  @ParameterizedTest
  @ValueSource(strings = {".csv", "a.b", "a/b", " ", "ö"})
  void badSuffixIsRefused(String suffix) {
    assertOnly(
        "SLUICE-P11 the suffix '" + suffix + "'",
        stream -> lines(stream).saveAsTextFiles("out", suffix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "sträm"})
  void nameThatKinesisDoesNotTakeIsRefused(String name) {
    assertOnly("SLUICE-P15 '" + name + "'", stream -> stream.kinesis(name, Decoder.utf8()).print());
  }
}
