package dev.sluice.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryObjects;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final String LANE = "shard/readings/shardId-000000000000";

  private final CountingMetrics metrics = new CountingMetrics();
  private final Witness first = new Witness(new MemoryObjects(metrics), new MemoryObjects(metrics));

  /** Puts entries behind each other, from a number on, as an app does that goes on. */
  private static void put(Witness witness, int number, ShardEntry... entries) {
    for (int i = 0; i < entries.length; i++) {
      witness.appended(LANE, number + i, entries[i].encode());
    }
  }

  /**
   * Seeds 335196 and 397260: two tables got to an entry of the same bytes in different ways. The
   * third went on from what the second had before it, and was said to go back behind the first.
   */
  @Test
  void entryThatAnotherTableHadByChanceSaysNothingOfThoseBeforeIt() {
    ShardEntry birth = ShardEntry.birth(1_000, 1_000);
    ShardEntry same = birth.advance(9_000, 10_000);
    put(first, 0, birth, birth.advance(8_000, 10_000), same);

    Witness second = first.ofNewTable();
    ShardEntry ownWay = birth.advance(2_000, 10_000);
    put(second, 0, birth, ownWay, same);

    Witness third = second.ofNewTable();
    put(third, 1, ownWay); // put anew, from the end to the beginning
    put(third, 0, birth);
    put(third, 2, birth.advance(3_000, 10_000));
    assertThat(third.violations()).isEmpty();
    assertThat(third.shard(LANE).get(1L).clockMillis()).isEqualTo(2_000);
  }

  @Test
  void entriesThatNobodyPutAnewAreThoseOfTheTableBefore() {
    ShardEntry birth = ShardEntry.birth(1_000, 1_000);
    ShardEntry advance = birth.advance(2_000, 10_000);
    put(first, 0, birth, advance);

    Witness second = first.ofNewTable();
    put(second, 1, advance);
    assertThat(second.shard(LANE)).containsOnlyKeys(0L, 1L);
  }
}
