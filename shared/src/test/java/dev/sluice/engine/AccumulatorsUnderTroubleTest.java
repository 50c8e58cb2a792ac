package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Counters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accumulators against a loop over all records, in peace and in trouble. */
class AccumulatorsUnderTroubleTest {
  private static final long T = 1000;

  private record Batch(long k, String key) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyAccumulatorIsThatOfOneLoopWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(AccumulatorsApp::new, seed);

    Map<String, Long> expected = expected(worlds.calm());
    assertThat(Counters.accumulators(worlds.calm().counters())).isEqualTo(expected);
    assertThat(Counters.accumulators(worlds.troubled().counters())).isEqualTo(expected);
    DisturbanceTest.assertSame(worlds.troubled().files(), worlds.calm().files());
  }

  private static Map<String, Long> expected(World world) {
    List<Reading> good = new ArrayList<>();
    Map<Batch, Long> sums = new HashMap<>();
    for (ShardRecords.InBatch each : ShardRecords.of(world.stream, T)) {
      try {
        Reading reading = Reading.parse(each.line());
        good.add(reading);
        sums.merge(new Batch(each.k(), reading.key()), reading.value(), Long::sum);
      } catch (NumberFormatException e) {
        // a dead letter, which adds nothing
      }
    }
    Map<String, Long> expected = new TreeMap<>();
    expected.put("decoded", (long) good.size());
    expected.put("values", good.stream().mapToLong(Reading::value).sum());
    expected.put("small", count(good.stream().map(r -> r.value() < AccumulatorsApp.SMALL)));
    expected.put(
        "results",
        count(sums.values().stream().map(sum -> sum % AccumulatorsApp.REFUSED_RESULT != 0)));
    expected.put(
        "states", count(good.stream().map(r -> r.value() != AccumulatorsApp.REFUSED_STATE)));
    expected.put("never", 0L);
    return expected;
  }

  private static long count(Stream<Boolean> which) {
    return which.filter(each -> each).count();
  }
}
