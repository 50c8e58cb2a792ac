package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.PlanException;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamHarnessTest {
  private static final StreamApp COUNTS =
      stream ->
          stream
              .kinesis("words", Decoder.utf8())
              .mapToPair(word -> Pair.of(word, 1L), Codecs.string(), Codecs.int64())
              .reduceByKey(Long::sum)
              .saveAsTextFiles("counts");

  @Test
  void testOfAnAppTakesFiveLines() {
    StreamHarness run = StreamHarness.of(COUNTS).interval(Duration.ofSeconds(10)).start();
    run.send(Instant.ofEpochSecond(3), "cat");
    run.send(Instant.ofEpochSecond(12), "dog");
    run.finish();
    assertThat(run.lines("counts-10000")).containsExactly("(cat,1)");
  }

  @Test
  void intervalIsPublishedWhenTheClockReachesItsEndAndNotBefore() {
    StreamHarness run = StreamHarness.of(COUNTS).start();
    run.send(at(200), "cat");

    run.advanceTo(at(999));
    assertThat(run.directories()).isEmpty();

    run.advanceTo(at(1500));
    assertThat(run.files())
        .isEqualTo(
            Map.of("counts-1000/part-00000", "(cat,1)\n", "counts-1000/_SUCCESS", "part-00000\n"));
  }

  @Test
  void recordOnABorderBelongsToTheIntervalThatBeginsThere() {
    StreamHarness run = StreamHarness.of(COUNTS).start();
    run.send(at(999), "before");
    run.send(at(1000), "behind");

    run.finish();

    assertThat(run.lines("counts-1000")).containsExactly("(before,1)");
    assertThat(run.lines("counts-2000")).containsExactly("(behind,1)");
  }

  @Test
  void restartsRedeliveriesAndReshardsChangeNoFile() {
    List<String> words = List.of("a", "b", "c", "d", "e", "f");
    StreamHarness calm = StreamHarness.of(COUNTS).shards(3).buckets(3).start();
    StreamHarness troubled = StreamHarness.of(COUNTS).shards(3).buckets(3).start();
    Random random = new Random(1);
    for (int i = 1; i <= 200; i++) {
      String word = words.get(random.nextInt(words.size()));
      calm.send(at(i * 37), word);
      troubled.send(at(i * 37), word);
      if (i % 20 == 0) {
        troubled.advance(Duration.ZERO);
        troubled.restart();
        troubled.redeliver(1 + i % 7);
      }
    }
    troubled.redeliver(1000);

    calm.finish();
    troubled.finish();

    assertThat(troubled.files()).isEqualTo(calm.files()).hasSizeGreaterThan(20);
  }

  @Test
  void childrenOfASplitShardTakeWhatIsSentBehindTheSplit() {
    StreamHarness run = StreamHarness.of(COUNTS).shards(1).start();
    run.send(at(100), "a");
    Source.Shard only = run.stream("words").shards("words").get(0);
    run.stream("words").split(only.id());
    List<String> words = new ArrayList<>();
    for (char c = 'a'; c <= 'z'; c++) {
      words.add("(" + c + "," + (c == 'a' ? 2 : 1) + ")");
      run.send(at(500), "" + c);
    }

    run.finish();

    assertThat(run.lines("counts-1000")).containsExactlyElementsOf(words);
  }

  @Test
  void partsAreReadOneByOneOrTogether() {
    StreamHarness run = StreamHarness.of(COUNTS).buckets(2).start();
    for (char c = 'a'; c <= 'z'; c++) {
      run.send(at(500), "" + c);
    }

    run.finish();

    List<List<String>> parts = run.parts().get("counts-1000");
    assertThat(parts).hasSize(2).noneMatch(List::isEmpty);
    List<String> together = new ArrayList<>(parts.get(0));
    together.addAll(parts.get(1));
    assertThat(run.lines("counts-1000")).isEqualTo(together).hasSize(26);
    assertThat(run.lines("counts-2000")).isEmpty();
  }

  @Test
  void appOfSeveralStreamsIsToldWhichOneALineGoesTo() {
    StreamApp both =
        stream ->
            stream
                .kinesis("left", Decoder.utf8())
                .union(stream.kinesis("right", Decoder.utf8()))
                .saveAsTextFiles("both");
    StreamHarness run = StreamHarness.of(both).start();

    assertThatThrownBy(() -> run.send(at(1), "where?"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[left, right]");
    assertThatThrownBy(() -> run.send("middle", at(1), "k", "where?"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'middle'");
    run.send("left", at(1), "k1", "one");
    run.send("right", at(2), "k2", "two");
    run.finish();

    assertThat(run.lines("both-1000")).containsExactly("one", "two");
  }

  @Test
  void streamsOfDifferentShardCountsGiveWhatOneShardEachGives() {
    StreamApp both =
        stream ->
            stream
                .kinesis("left", Decoder.utf8())
                .union(stream.kinesis("right", Decoder.utf8()))
                .keyBy(line -> line.substring(0, 1), Codecs.string(), Codecs.string())
                .mapValues(line -> 1L, Codecs.int64())
                .reduceByKey(Long::sum)
                .saveAsTextFiles("both");
    StreamHarness plain = StreamHarness.of(both).shards(1).start();
    StreamHarness run = StreamHarness.of(both).shards(1).shards("right", 5).start();
    assertThat(run.stream("left").shards("left")).hasSize(1);
    assertThat(run.stream("right").shards("right")).hasSize(5);
    for (int i = 0; i < 60; i++) {
      String stream = i % 4 == 0 || i > 40 ? "right" : "left"; // one falls silent
      for (StreamHarness each : List.of(plain, run)) {
        each.send(stream, at(1000 * (1 + i / 10)), "k" + i, i % 7 + "," + i);
      }
      if (i == 25) {
        run.stream("right").split(run.stream("right").shards("right").get(3).id());
        run.advance(Duration.ofMillis(300));
        run.restart();
        run.redeliver(2);
      }
    }
    plain.finish();
    run.finish();

    assertThat(run.files()).isEqualTo(plain.files());
    assertThat(run.directories()).hasSize(6);
  }

  @Test
  void shardsOfAStreamThatTheAppDoesNotReadAreAMistake() {
    assertThatThrownBy(() -> StreamHarness.of(COUNTS).shards("wrods", 3).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shards are given for [wrods]; the app reads [words]");
  }

  @Test
  void appWithFaultsDoesNotStart() {
    assertThatThrownBy(() -> StreamHarness.of(stream -> {}).start())
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("SLUICE-P02");
  }

  @Test
  void recordBehindTheEndIsRefused() {
    StreamHarness run = StreamHarness.of(COUNTS).start();
    run.send(at(1), "a");
    run.finish();

    assertThatThrownBy(() -> run.send(at(2), "b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("finish()");
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
