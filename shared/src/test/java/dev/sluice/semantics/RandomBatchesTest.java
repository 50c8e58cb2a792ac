package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators of batches and of windows of arrival time on random batches, against plain loops. */
class RandomBatchesTest {
  private static final int BATCHES = 12;
  private static final int WINDOW = 3;
  private static final Instant FROM = Instant.ofEpochSecond(3);
  private static final Instant TO = Instant.ofEpochSecond(7);
  private static final Codec<String> TEXT = Codecs.string();
  private static final Codec<Long> LONG = Codecs.int64();

  private static final StreamApp APP =
      stream -> {
        PairDStream<String, Long> left = pairs(stream, "left");
        PairDStream<String, Long> right = pairs(stream, "right");
        byBatch(left);
        joins(left, right);
        byWindow(left);
      };

  private static PairDStream<String, Long> pairs(StreamContext stream, String name) {
    return stream
        .kinesis(name, Decoder.utf8())
        .keyBy(line -> line.substring(0, 1), TEXT, TEXT)
        .mapValues(line -> Long.parseLong(line.substring(1)), LONG);
  }

  private static void byBatch(PairDStream<String, Long> left) {
    left.groupByKey().saveAsTextFiles("groups");
    left.combineByKey(v -> "" + v, (s, v) -> s + "," + v, (s, t) -> s + "," + t, TEXT)
        .saveAsTextFiles("combined");
    left.aggregateByKey(() -> 1L, (p, v) -> p * (v + 1), (p, q) -> p * q, LONG)
        .saveAsTextFiles("products");
    left.reduceByKey(Math::max).saveAsTextFiles("greatest");
    left.flatMapValues(v -> v % 2 == 0 ? List.of(v, v + 100) : List.of(), LONG)
        .groupByKey()
        .saveAsTextFiles("flat");
    left.map(Pair::value).count().saveAsTextFiles("count");
    left.map(Pair::value).countByValue(LONG).saveAsTextFiles("occurs");
    left.map(Pair::value).reduce(Long::sum, LONG).saveAsTextFiles("sum");
    left.slice(FROM, TO).groupByKey().saveAsTextFiles("sliced");
  }

  private static void joins(PairDStream<String, Long> left, PairDStream<String, Long> right) {
    left.cogroup(right).saveAsTextFiles("cogrouped");
    left.join(right).saveAsTextFiles("joined");
    left.leftOuterJoin(right).saveAsTextFiles("left");
    left.rightOuterJoin(right).saveAsTextFiles("right");
    left.fullOuterJoin(right).saveAsTextFiles("full");
    left.union(right).reduceByKey(Long::sum).saveAsTextFiles("united");
  }

  private static void byWindow(PairDStream<String, Long> left) {
    Windows windows = Windows.sliding(Duration.ofSeconds(WINDOW), Duration.ofSeconds(1));
    left.countByWindow(windows).saveAsTextFiles("w-count");
    left.map(Pair::value).reduceByWindow(Long::sum, windows, LONG).saveAsTextFiles("w-sum");
    left.map(Pair::value).countByValueAndWindow(windows, LONG).saveAsTextFiles("w-occurs");
    left.groupByKeyAndWindow(windows).saveAsTextFiles("w-groups");
    left.reduceByKeyAndWindow(Math::max, windows).saveAsTextFiles("w-greatest");
  }

  private record Batch(List<Pair<String, Long>> left, List<Pair<String, Long>> right) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOperatorGivesWhatPlainLoopsGive(long seed) {
    Random random = new Random(seed);
    StreamHarness run =
        StreamHarness.of(APP).shards(1 + random.nextInt(4)).buckets(1 + random.nextInt(3)).start();
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      boolean quiet = i >= BATCHES - WINDOW;
      Batch batch =
          quiet ? new Batch(List.of(), List.of()) : new Batch(values(random), values(random));
      batches.add(batch);
      send(run, "left", batch.left);
      send(run, "right", batch.right);
      run.advance(Duration.ofSeconds(1));
      if (random.nextInt(4) == 0) {
        run.restart();
      }
      expected(batches)
          .forEach(
              (sink, lines) ->
                  assertThat(run.newLines(sink))
                      .as("%s of batch %s with seed %s", sink, batches.size(), seed)
                      .containsExactlyInAnyOrderElementsOf(lines));
    }
  }

  private static List<Pair<String, Long>> values(Random random) {
    List<Pair<String, Long>> values = new ArrayList<>();
    int count = random.nextInt(3) == 0 ? 0 : random.nextInt(9);
    for (int i = 0; i < count; i++) {
      values.add(Pair.of("" + (char) ('a' + random.nextInt(4)), (long) random.nextInt(5)));
    }
    return values;
  }

  /** Values of one key share a shard, and so keep their order. */
  private static void send(StreamHarness run, String stream, List<Pair<String, Long>> values) {
    values.forEach(v -> run.send(stream, run.now(), v.key(), v.key() + v.value()));
  }

  /** What each sink gets with the last one of these batches. */
  private static Map<String, List<String>> expected(List<Batch> batches) {
    Batch last = batches.get(batches.size() - 1);
    Map<String, List<String>> all = new TreeMap<>();
    Map<String, List<Long>> groups = grouped(last.left);
    all.put("groups", NaiveBatches.rows(groups));
    all.put(
        "combined",
        NaiveBatches.rows(
            NaiveBatches.each(groups, v -> v.toString().replaceAll("[\\[\\] ]", ""))));
    all.put(
        "products",
        NaiveBatches.rows(
            NaiveBatches.each(groups, v -> v.stream().reduce(1L, (p, x) -> p * (x + 1)))));
    all.put("greatest", NaiveBatches.rows(NaiveBatches.each(groups, NaiveBatches::greatest)));
    all.put("flat", NaiveBatches.rows(grouped(NaiveBatches.evenTwice(last.left))));
    NaiveBatches.keyless(last.left, "", all);
    long border = batches.size();
    boolean within = FROM.getEpochSecond() <= border && border <= TO.getEpochSecond();
    all.put("sliced", within ? NaiveBatches.rows(groups) : List.of());
    NaiveBatches.joins(groups, grouped(last.right), all);
    List<Pair<String, Long>> both = new ArrayList<>(last.left);
    both.addAll(last.right);
    all.put("united", NaiveBatches.rows(NaiveBatches.each(grouped(both), NaiveBatches::sum)));

    List<Pair<String, Long>> window = new ArrayList<>();
    batches
        .subList(Math.max(0, batches.size() - WINDOW), batches.size())
        .forEach(each -> window.addAll(each.left));
    NaiveBatches.keyless(window, "w-", all);
    all.put("w-groups", NaiveBatches.rows(grouped(window)));
    all.put(
        "w-greatest",
        NaiveBatches.rows(NaiveBatches.each(grouped(window), NaiveBatches::greatest)));
    return all;
  }

  private static Map<String, List<Long>> grouped(List<Pair<String, Long>> values) {
    return NaiveBatches.grouped(values);
  }
}
