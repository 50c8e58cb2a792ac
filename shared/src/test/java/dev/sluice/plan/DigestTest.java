package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The digest says whether code and state belong together. */
class DigestTest {
  private static final Windows WINDOWS = Windows.sliding(seconds(60), seconds(10));

  /** One app with every figure that decides results as an argument. */
  private record App(
      String source,
      Duration outOfOrderness,
      Duration maxAhead,
      String name,
      Windows windows,
      String prefix,
      String suffix,
      boolean filtered)
      implements StreamApp {
    static final App ORIGINAL =
        new App("lines", seconds(5), seconds(60), "sums", WINDOWS, "out", "csv", false);

    @Override
    public void define(StreamContext stream) {
      DStream<String> lines = stream.kinesis(source, Decoder.utf8());
      DStream<String> kept = filtered ? lines.filter(line -> true) : lines;
      PairDStream<String, Long> pairs =
          kept.withEventTime(line -> Instant.EPOCH, outOfOrderness, maxAhead)
              .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
      pairs.named(name).reduceByKeyAndWindow(Long::sum, windows).saveAsTextFiles(prefix, suffix);
    }
  }

  @Test
  void sameAppHasTheSameDigestAndIdsEachTime() {
    Plan one = Plan.of(App.ORIGINAL, Map.of());
    Plan other = Plan.of(App.ORIGINAL, Map.of());

    assertThat(other.digest()).isEqualTo(one.digest()).hasSize(64);
    assertThat(other.operators().stream().map(Operator::id))
        .isEqualTo(one.operators().stream().map(Operator::id).toList());
  }

  @Test
  void everyChangeThatDecidesResultsChangesIt() {
    Duration s = seconds(7);
    List<App> changed =
        List.of(
            new App("other", seconds(5), seconds(60), "sums", WINDOWS, "out", "csv", false),
            new App("lines", s, seconds(60), "sums", WINDOWS, "out", "csv", false),
            new App("lines", seconds(5), s, "sums", WINDOWS, "out", "csv", false),
            new App("lines", seconds(5), seconds(60), "counts", WINDOWS, "out", "csv", false),
            with(Windows.sliding(seconds(70), seconds(10))),
            with(Windows.sliding(seconds(60), seconds(20))),
            with(WINDOWS.withOffset(seconds(1))),
            with(WINDOWS.withLateness(seconds(1))),
            new App("lines", seconds(5), seconds(60), "sums", WINDOWS, "in", "csv", false),
            new App("lines", seconds(5), seconds(60), "sums", WINDOWS, "out", "txt", false),
            new App("lines", seconds(5), seconds(60), "sums", WINDOWS, "out", "csv", true));

    Map<String, StreamApp> digests = new HashMap<>();
    digests.put(digest(App.ORIGINAL, Map.of()), App.ORIGINAL);
    changed.forEach(app -> digests.put(digest(app, Map.of()), app));

    assertThat(digests).hasSize(changed.size() + 1);
  }

  @Test
  void formOfFilesChangesIt() {
    StreamApp text =
        stream -> stream.kinesis("lines", Decoder.utf8()).saveAsTextFiles("out", "bin");
    StreamApp objects =
        stream ->
            stream
                .kinesis("lines", Decoder.utf8())
                .saveAsObjectFiles("out", "bin", Codecs.string());

    assertThat(digest(objects, Map.of())).isNotEqualTo(digest(text, Map.of()));
  }

  @Test
  void wiringOfTheSameOperatorsChangesIt() {
    StreamApp one =
        stream -> {
          DStream<String> lines = stream.kinesis("lines", Decoder.utf8());
          DStream<String> first = lines.map(line -> line);
          DStream<String> second = lines.map(line -> line);
          first.saveAsTextFiles("a");
          second.saveAsTextFiles("b");
        };
    StreamApp other =
        stream -> {
          DStream<String> lines = stream.kinesis("lines", Decoder.utf8());
          DStream<String> first = lines.map(line -> line);
          DStream<String> second = first.map(line -> line);
          first.saveAsTextFiles("a");
          second.saveAsTextFiles("b");
        };

    assertThat(digest(one, Map.of())).isNotEqualTo(digest(other, Map.of()));
  }

  @Test
  void linesOfATableAreNotTakenForOneAnother() {
    assertThat(digest(joined(), Map.of("t", List.of("a, b", "c"))))
        .isNotEqualTo(digest(joined(), Map.of("t", List.of("a", "b, c"))))
        .isNotEqualTo(digest(joined(), Map.of("t", List.of("c", "a, b"))))
        .isEqualTo(digest(joined(), Map.of("t", List.of("a, b", "c"))));
  }

  @Test
  void tableThatTheAppDoesNotReadChangesNothing() {
    assertThat(digest(App.ORIGINAL, Map.of("unread", List.of("a"))))
        .isEqualTo(digest(App.ORIGINAL, Map.of()));
  }

  @Test
  void derivedIdsCountTheOperatorsOfAKindInTheOrderOfTheSinks() {
    Plan plan =
        Plan.of(
            stream -> {
              PairDStream<String, Long> pairs =
                  stream
                      .kinesis("lines", Decoder.utf8())
                      .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
              pairs.reduceByKey(Long::sum).saveAsTextFiles("one");
              pairs.named("given").reduceByKey(Long::max).saveAsTextFiles("two");
              pairs.reduceByKey(Long::min).saveAsTextFiles("three");
            },
            Map.of());

    assertThat(plan.operators().stream().map(Operator::id))
        .containsExactly("aggregate-1", "aggregate-2", "dead-letter/lines", "given");
  }

  @Test
  void operatorsBehindAShuffleAreOfALaterStage() {
    Plan plan =
        Plan.of(
            stream -> {
              PairDStream<String, Long> sums =
                  stream
                      .kinesis("lines", Decoder.utf8())
                      .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
                      .named("first")
                      .reduceByKey(Long::sum);
              PairDStream<String, Long> totals = sums.named("second").reduceByKey(Long::sum);
              sums.union(totals).saveAsTextFiles("both");
            },
            Map.of());

    assertThat(plan.stages()).isEqualTo(3);
    assertThat(plan.operators(1).stream().map(Operator::id))
        .containsExactly("dead-letter/lines", "first");
    assertThat(plan.operators(2).stream().map(Operator::id)).containsExactly("second");
    assertThat(plan.operators(3).stream().map(Operator::id)).containsExactly("both");
    assertThat(plan.feeds(1)).containsExactly(0);
    assertThat(plan.feeds(2)).containsExactly(1);
    assertThat(plan.feeds(3)).containsExactly(1, 2);
  }

  private static App with(Windows windows) {
    return new App("lines", seconds(5), seconds(60), "sums", windows, "out", "csv", false);
  }

  private static StreamApp joined() {
    return stream ->
        stream
            .kinesis("lines", Decoder.utf8())
            .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
            .join(stream.table("t", line -> Pair.of(line, line), Codecs.string()))
            .print();
  }

  private static String digest(StreamApp app, Map<String, List<String>> tables) {
    return Plan.of(app, tables).digest();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
