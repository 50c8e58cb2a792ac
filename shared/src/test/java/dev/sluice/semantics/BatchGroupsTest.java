package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.outcome;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is made of all values of a batch, or of all values of a key in it. */
class BatchGroupsTest {
  private static final Event[] EVENTS = {
    new Event("a", 0, 5), new Event("b", 0, 7), new Event("a", 0, 5), new Event("c", 0, 1)
  };

  @Test
  void countReduceAndCountByValueGoOverAllShards() {
    assertThat(
            outcome(
                stream -> {
                  DStream<Long> values = events(stream).map(Event::value);
                  values.count().saveAsTextFiles("count");
                  values.reduce(Long::sum, Codecs.int64()).saveAsTextFiles("reduce");
                  values.countByValue(Codecs.int64()).saveAsTextFiles("by-value");
                },
                EVENTS))
        .isEqualTo(
            Map.of(
                "count-1000", List.of("4"),
                "reduce-1000", List.of("18"),
                "by-value-1000", List.of("(1,1)", "(5,2)", "(7,1)")));
  }

  @Test
  void batchWithoutValuesHasNoCount() {
    StreamHarness run =
        start(
            stream ->
                events(stream).filter(event -> event.value() > 5).count().saveAsTextFiles("n"));
    send(run, 100, new Event("a", 0, 9));
    send(run, 1_100, new Event("a", 0, 1));
    send(run, 2_100, new Event("b", 0, 8));
    send(run, 2_100, new Event("a", 0, 7));
    run.finish();

    assertThat(lines(run)).isEqualTo(Map.of("n-1000", List.of("1"), "n-3000", List.of("2")));
  }

  @Test
  void countNeedsNoCodecAndCountsNulls() {
    assertThat(
            outcome(
                stream ->
                    events(stream)
                        .map(event -> event.value() == 5 ? null : new Object())
                        .count()
                        .saveAsTextFiles("n"),
                EVENTS))
        .isEqualTo(Map.of("n-1000", List.of("4")));
  }

  @Test
  void groupByKeyGivesTheValuesOfAKeyInTheOrderOfArrival() {
    StreamHarness run =
        start(
            stream -> {
              pairs(events(stream)).groupByKey().saveAsTextFiles("groups");
              pairs(events(stream))
                  .groupByKey()
                  .flatMapValues(list -> list, Codecs.int64())
                  .saveAsTextFiles("flat");
            });
    for (long i = 9; i >= 0; i--) {
      send(run, 100, new Event("a", 0, i));
      run.advance(java.time.Duration.ofMillis(1)); // another call each time
    }
    send(run, 300, new Event("b", 0, 3));
    run.finish();

    List<String> flat =
        new ArrayList<>(LongStream.range(0, 10).mapToObj(i -> "(a," + i + ")").toList());
    flat.add("(b,3)");
    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "groups-1000",
                List.of("(a,[9, 8, 7, 6, 5, 4, 3, 2, 1, 0])", "(b,[3])"),
                "flat-1000",
                flat));
  }

  @Test
  void groupsHoldNullsWhereTheCodecTakesThem() {
    assertThat(
            outcome(
                stream ->
                    pairs(events(stream))
                        .mapValues(v -> v == 5 ? null : v, Codecs.nullable(Codecs.int64()))
                        .groupByKey()
                        .saveAsTextFiles("groups"),
                EVENTS))
        .isEqualTo(Map.of("groups-1000", List.of("(a,[null, null])", "(b,[7])", "(c,[1])")));
  }

  @Test
  void valueThatTheCodecRefusesIsADeadLetterAlone() {
    Map<String, List<String>> outcome =
        outcome(
            stream ->
                pairs(events(stream))
                    .mapValues(v -> v == 7 ? null : v, Codecs.int64())
                    .groupByKey()
                    .saveAsTextFiles("groups"),
            EVENTS);

    assertThat(outcome).containsOnlyKeys("dead-letter/events-1000.csv", "groups-1000");
    assertThat(outcome.get("groups-1000")).containsExactly("(a,[5, 5])", "(c,[1])");
    assertThat(outcome.get("dead-letter/events-1000.csv"))
        .singleElement()
        .asString()
        .contains("b,0,7");
  }

  @Test
  void combineByKeyCreatesAddsAndCombines() {
    assertThat(
            outcome(
                stream ->
                    pairs(events(stream))
                        .<List<Long>>combineByKey(
                            first -> new ArrayList<>(List.of(-first)),
                            BatchGroupsTest::with,
                            BatchGroupsTest::together,
                            Codecs.list(Codecs.int64()))
                        .mapValues(list -> list.stream().mapToLong(v -> v).sum(), Codecs.int64())
                        .saveAsTextFiles("sums"),
                EVENTS))
        .isEqualTo(Map.of("sums-1000", List.of("(a,0)", "(b,-7)", "(c,-1)")));
  }

  private static List<Long> with(List<Long> list, Long value) {
    list.add(value);
    return list;
  }

  private static List<Long> together(List<Long> left, List<Long> right) {
    List<Long> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }

  @Test
  void combinerThatIsNullMakesADeadLetter() {
    assertThat(
            outcome(
                stream ->
                    pairs(events(stream))
                        .combineByKey(v -> v == 7 ? null : v, Long::sum, Long::sum, Codecs.int64())
                        .saveAsTextFiles("sums"),
                EVENTS))
        .containsOnlyKeys("dead-letter/events-1000.csv", "sums-1000")
        .containsEntry("sums-1000", List.of("(a,10)", "(c,1)"));
  }

  @Test
  void flatMapValuesKeepsTheKey() {
    assertThat(
            outcome(
                stream ->
                    pairs(events(stream))
                        .flatMapValues(
                            v -> LongStream.range(0, v % 4).boxed().toList(), Codecs.int64())
                        .reduceByKey(Long::sum)
                        .saveAsTextFiles("sums"),
                EVENTS))
        .isEqualTo(Map.of("sums-1000", List.of("(a,0)", "(b,3)", "(c,0)")));
  }

  @Test
  void transformsAreFunctionsOfStreams() {
    assertThat(
            outcome(
                stream -> {
                  DStream<Long> values = events(stream).map(Event::value);
                  values.transform(BatchGroupsTest::large).saveAsTextFiles("large");
                  values
                      .transformWith(values.map(v -> -v), DStream::union)
                      .reduce(Long::sum, Codecs.int64())
                      .saveAsTextFiles("zero");
                  pairs(events(stream))
                      .transformPairs(pairs -> pairs.reduceByKey(Long::max))
                      .transformPairsWith(pairs(events(stream)), (max, all) -> max.join(all))
                      .map(Pair::value)
                      .saveAsTextFiles("joined");
                },
                EVENTS))
        .isEqualTo(
            Map.of(
                "large-1000", List.of("5", "5", "7"),
                "zero-1000", List.of("0"),
                "joined-1000", List.of("(1,1)", "(5,5)", "(5,5)", "(7,7)")));
  }

  private static DStream<Long> large(DStream<Long> values) {
    return values.filter(v -> v > 4);
  }
}
