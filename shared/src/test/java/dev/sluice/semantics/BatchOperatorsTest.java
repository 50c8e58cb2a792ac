package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.outcome;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Aggregator;
import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Stateless operators, and aggregations of each batch over all shards. */
class BatchOperatorsTest {

  @Test
  void statelessOperatorsFollowOneAnother() {
    assertThat(
            outcome(
                stream -> {
                  DStream<Event> events = events(stream);
                  events.map(Event::value).saveAsTextFiles("map");
                  events
                      .flatMap(e -> LongStream.range(0, e.value()).boxed().toList())
                      .saveAsTextFiles("flatMap");
                  events.filter(e -> e.value() > 1).map(Event::key).saveAsTextFiles("filter");
                  events
                      .keyBy(Event::key, Codecs.string(), Codecs.record(Event.class))
                      .mapValues(Event::value, Codecs.int64())
                      .mapValues(value -> value * 10, Codecs.int64())
                      .filter(pair -> pair.value() < 30)
                      .saveAsTextFiles("pairs");
                },
                new Event("a", 0, 1),
                new Event("b", 0, 0),
                new Event("c", 0, 3)))
        .isEqualTo(
            Map.of(
                "map-1000", List.of("0", "1", "3"),
                "flatMap-1000", List.of("0", "0", "1", "2"),
                "filter-1000", List.of("c"),
                "pairs-1000", List.of("(a,10)", "(b,0)")));
  }

  @Test
  void unionHasWhatIsInBothTwice() {
    assertThat(
            outcome(
                stream -> {
                  DStream<Event> events = events(stream);
                  DStream<Event> some = events.filter(e -> e.value() > 1);
                  events.union(some).map(Event::key).saveAsTextFiles("both");
                  pairs(events).union(pairs(events)).reduceByKey(Long::sum).saveAsTextFiles("sum");
                },
                new Event("a", 0, 1),
                new Event("b", 0, 2)))
        .isEqualTo(
            Map.of("both-1000", List.of("a", "b", "b"), "sum-1000", List.of("(a,2)", "(b,4)")));
  }

  @Test
  void recordThatFailsInOneBranchHasNoEffectInAnother() {
    Map<String, List<String>> lines =
        outcome(
            stream -> {
              DStream<Event> events = events(stream);
              pairs(events).reduceByKey(Long::sum).saveAsTextFiles("sums");
              events.map(e -> 10 / e.value()).saveAsTextFiles("inverse");
            },
            new Event("a", 0, 2),
            new Event("a", 0, 0),
            new Event("b", 0, 0));

    assertThat(lines.get("sums-1000")).containsExactly("(a,2)");
    assertThat(lines.get("inverse-1000")).containsExactly("5");
    assertThat(lines.get("dead-letter/events-1000.csv"))
        .hasSize(2)
        .allMatch(line -> line.contains("java.lang.ArithmeticException"));
  }

  @Test
  void joinGivesARowForEachMatchInTheOrderOfTheTable() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    pairs(events(stream))
                        .join(
                            stream.table(
                                "names",
                                line -> Pair.of(line.substring(0, 1), line.substring(2)),
                                Codecs.string()))
                        .saveAsTextFiles("joined"))
            .table("names", List.of("a x", "b z", "", "a y"))
            .start();
    send(run, 1, new Event("a", 0, 1));
    send(run, 2, new Event("c", 0, 2));
    run.finish();

    assertThat(run.lines("joined-1000")).containsExactly("(a,(1,x))", "(a,(1,y))");
  }

  @Test
  void valuesAreReducedPerBatchOverAllShards() {
    StreamHarness run =
        start(stream -> pairs(events(stream)).reduceByKey(Long::sum).saveAsTextFiles("sums"));
    for (int i = 0; i < 60; i++) {
      // The partition key spreads one key over the shards.
      run.send(Runs.STREAM, Runs.at(100 * i), "p" + i, new Event("k", 0, 1).line());
    }
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "sums-1000", List.of("(k,10)"),
                "sums-2000", List.of("(k,10)"),
                "sums-3000", List.of("(k,10)"),
                "sums-4000", List.of("(k,10)"),
                "sums-5000", List.of("(k,10)"),
                "sums-6000", List.of("(k,10)")));
  }

  @Test
  void batchWithoutRecordsHasNoFiles() {
    StreamHarness run =
        start(stream -> pairs(events(stream)).reduceByKey(Long::sum).saveAsTextFiles("sums"));
    send(run, 100, new Event("a", 0, 1));
    send(run, 5_100, new Event("a", 0, 2));
    run.finish();

    assertThat(run.directories()).containsExactly("sums-1000", "sums-6000");
  }

  @Test
  void valuesOfOneShardAreCombinedInTheOrderOfArrival() {
    StreamHarness run =
        start(
            stream ->
                events(stream)
                    .mapToPair(
                        e -> Pair.of("all", "" + e.value()), Codecs.string(), Codecs.string())
                    .reduceByKey(String::concat)
                    .saveAsTextFiles("text"));
    for (int i = 0; i < 10; i++) {
      send(run, 10 + i, new Event("same", 0, i));
      if (i % 3 == 0) {
        run.advance(Duration.ofMillis(1)); // another call, the same batch
      }
    }
    run.finish();

    assertThat(lines(run)).isEqualTo(Map.of("text-1000", List.of("(all,0123456789)")));
  }

  @Test
  void aggregateByKeyMayChangeTheTypeTwice() {
    assertThat(
            outcome(
                stream -> {
                  pairs(events(stream))
                      .aggregateByKey(new Mean(), Codecs.float64())
                      .saveAsTextFiles("mean");
                  pairs(events(stream))
                      .aggregateByKey(
                          () -> "", (text, v) -> text + v, String::concat, Codecs.string())
                      .saveAsTextFiles("text");
                },
                new Event("a", 0, 1),
                new Event("a", 0, 2),
                new Event("b", 0, 3)))
        .isEqualTo(
            Map.of(
                "mean-1000", List.of("(a,1.5)", "(b,3.0)"),
                "text-1000", List.of("(a,12)", "(b,3)")));
  }

  @Test
  void aggregationAfterAggregationIsDoneInTheSameBatch() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .reduceByKey(Long::sum)
                    .mapToPair(p -> Pair.of(p.value(), 1L), Codecs.int64(), Codecs.int64())
                    .reduceByKey(Long::sum)
                    .saveAsTextFiles("how-many"));
    for (long stamp : new long[] {100, 1_100}) {
      send(run, stamp, new Event("a", 0, 2));
      send(run, stamp, new Event("b", 0, 1));
      send(run, stamp, new Event("b", 0, 1));
    }
    send(run, 1_200, new Event("c", 0, 7));

    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "how-many-1000", List.of("(2,2)"),
                "how-many-2000", List.of("(2,2)", "(7,1)")));
  }

  @Test
  void windowOfWindowsCountsEachResultOnce() {
    assertThat(
            outcome(
                stream ->
                    timedPairs(stream)
                        .reduceByKeyAndWindow(Long::max, tumbling(10))
                        .mapToPair(p -> Pair.of("all", p.value()), Codecs.string(), Codecs.int64())
                        .reduceByKeyAndWindow(Long::sum, tumbling(20))
                        .saveAsTextFiles("sums"),
                new Event("a", 1, 1),
                new Event("a", 9, 5),
                new Event("b", 9, 7),
                new Event("a", 19, 11),
                new Event("a", 20, 13)))
        .isEqualTo(Map.of("sums-20", List.of("(all,23)"), "sums-40", List.of("(all,13)")));
  }

  /** Sum and count on the way, their quotient in the end. */
  private static final class Mean implements Aggregator<Long, Pair<Long, Long>, Double> {
    @Override
    public Pair<Long, Long> zero() {
      return Pair.of(0L, 0L);
    }

    @Override
    public Pair<Long, Long> add(Pair<Long, Long> partial, Long value) {
      return Pair.of(partial.key() + value, partial.value() + 1);
    }

    @Override
    public Pair<Long, Long> combine(Pair<Long, Long> left, Pair<Long, Long> right) {
      return Pair.of(left.key() + right.key(), left.value() + right.value());
    }

    @Override
    public Double lower(Pair<Long, Long> partial) {
      return (double) partial.key() / partial.value();
    }

    @Override
    public Codec<Pair<Long, Long>> codec() {
      return Pair.codec(Codecs.int64(), Codecs.int64());
    }
  }

  /** Whichever shard or call a null comes in, and whether before other values or behind them. */
  @Test
  void nullValuesAreLeftOutOfAReductionWhereverTheyStand() {
    StreamApp app =
        stream ->
            stream
                .kinesis("lines", Decoder.utf8())
                .map(line -> line.split(","))
                .mapToPair(
                    f -> Pair.of(f[0], f[1].equals("null") ? null : Long.valueOf(f[1])),
                    Codecs.string(),
                    Codecs.nullable(Codecs.int64()))
                .reduceByKey(Long::sum)
                .saveAsTextFiles("sums");
    StreamHarness run = StreamHarness.of(app).shards(4).start();
    for (String line : List.of("a,null", "a,1", "a,null", "a,2", "b,null", "b,null", "c,3")) {
      run.send("lines", Instant.ofEpochMilli(500), line, line);
      run.advance(Duration.ZERO); // a call for each
    }
    run.finish();
    assertThat(run.lines("sums-1000")).containsExactlyInAnyOrder("(a,3)", "(b,null)", "(c,3)");
  }

  @Test
  void keyOfNullValuesOnlyHasAResultInAWindowToo() {
    StreamApp app =
        stream ->
            stream
                .kinesis("lines", Decoder.utf8())
                .mapToPair(
                    key -> Pair.of(key, key.equals("b") ? null : Long.valueOf(1)),
                    Codecs.string(),
                    Codecs.nullable(Codecs.int64()))
                .reduceByKeyAndWindow(
                    Long::sum, Windows.sliding(Duration.ofSeconds(10), Duration.ofSeconds(5)))
                .saveAsTextFiles("sums");
    StreamHarness run = StreamHarness.of(app).start();
    for (String line : List.of("a", "b")) {
      run.send("lines", Instant.ofEpochMilli(500), line, line);
      run.advance(Duration.ofSeconds(6));
    }
    run.finish();
    assertThat(run.lines("sums-10000")).containsExactlyInAnyOrder("(a,1)", "(b,null)");
  }
}
