package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulation.pipeline.Pipeline;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoriesTest {
  private static final int BLOCK = (int) Histories.BLOCK;

  private static void assertAllOfABlock(long first) {
    BitSet seen = new BitSet(BLOCK);
    for (long seed = first; seed < first + BLOCK; seed++) {
      int at = Math.toIntExact(Histories.of(seed) - first);
      assertThat(seen.get(at)).isFalse();
      seen.set(at);
    }
    assertThat(seen.cardinality()).isEqualTo(BLOCK).isEqualTo(seen.length());
  }

  @Test
  void blockOfSeedsTriesEachHistoryOfTheBlockOnce() {
    assertAllOfABlock(1);
    assertAllOfABlock(1 + Histories.BLOCK);
    assertAllOfABlock(1 - Histories.BLOCK);
  }

  /** Seeds 1 to 200 all began with two shards where each tried the history of its own number. */
  @Test
  void fewNeighbouringSeedsHaveAllNumbersOfShards() {
    for (long from : new long[] {1, 7_000, 1_000_000}) {
      Map<Integer, Integer> seeds = new HashMap<>();
      for (long seed = from; seed < from + 100; seed++) {
        long history = Histories.of(seed);
        int shards = new Trial(Pipeline.of(history), history, Set.of()).shards();
        seeds.merge(shards, 1, Integer::sum);
      }
      assertThat(seeds).hasSize(4);
      assertThat(seeds.values()).allMatch(n -> n >= 15);
    }
  }
}
