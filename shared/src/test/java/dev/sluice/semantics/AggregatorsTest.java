package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Aggregators;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.exact.Spread;
import dev.sluice.exact.Stats;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Exact figures of doubles, by batch and by window. */
class AggregatorsTest {
  private static final Duration WINDOW = Duration.ofSeconds(4);

  private static final StreamApp APP =
      stream -> {
        values(stream)
            .aggregateByKeyAndWindow(
                Aggregators.stats(), Windows.tumbling(WINDOW), Codecs.record(Stats.class))
            .map(Pair::value)
            .saveAsTextFiles("stats");
        values(stream)
            .aggregateByKey(Aggregators.spread(), Codecs.record(Spread.class))
            .map(Pair::value)
            .saveAsTextFiles("spread");
      };

  private static PairDStream<String, Double> values(StreamContext stream) {
    return stream
        .kinesis("values", Decoder.utf8())
        .mapToPair(
            line -> Pair.of("a", Double.parseDouble(line)), Codecs.string(), Codecs.float64());
  }

  @Test
  void aSumThatDoublesWouldLoseIsExact() {
    StreamHarness run = StreamHarness.of(APP).start();
    run.batch("1e16", "1.0");
    run.batch("-1e16");
    run.batch();
    run.batch();
    assertThat(run.newLines("stats"))
        .containsExactly(
            "Stats[count=3, min=-1.0E16, max=1.0E16, sum=1.0, average=0.3333333333333333]");
  }

  @Test
  void aBatchHasItsVariancesAndDeviations() {
    StreamHarness run = StreamHarness.of(APP).start();
    run.batch("1", "2", "3");
    assertThat(run.newLines("spread")).containsExactly(Spread.of(1, 2, 3).toString());
    assertThat(Spread.of(1, 2, 3).populationVariance()).isEqualTo(2.0 / 3);
  }

  @Test
  void theOrderOfValuesAndTheShardsThatTheyComeByMakeNoDifference() {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(Double.toString((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30))));
    }
    Spread expected =
        Spread.of(lines.stream().mapToDouble(Double::parseDouble).toArray()); // in one go
    for (int shards = 1; shards <= 4; shards++) {
      Collections.shuffle(lines, random);
      StreamHarness run = StreamHarness.of(APP).shards(shards).start();
      lines.forEach(line -> run.send(run.now(), line));
      run.finish();
      assertThat(run.newLines("spread")).containsExactly(expected.toString());
      assertThat(run.newLines("stats")).containsExactly(expected.stats().toString());
    }
  }
}
