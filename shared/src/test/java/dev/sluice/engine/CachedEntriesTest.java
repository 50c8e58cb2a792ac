package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.EntryCache;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CachedEntriesTest {
  private static final int ENTRIES = 1_000;

  /** What a shard that has little to say sends in an hour is some bytes, and many objects. */
  @Test
  void entriesOfManyIntervalsAreNotAllKept() {
    Rig rig = new Rig(1, 1);
    EntryCache<ShardEntry> cache = new Logs(rig.ports(rig.log), rig.settings).cachedShards();
    List<IntervalInfo> intervals =
        LongStream.range(0, 1_000).mapToObj(k -> new IntervalInfo(k, 1)).toList();
    ShardEntry plain = ShardEntry.birth(0, 0);
    ShardEntry many =
        new ShardEntry(
            ShardEntry.Kind.DATA,
            plain.position(),
            0,
            0,
            intervals,
            plain.counters(),
            plain.index(),
            plain.body(),
            plain.children(),
            0);
    for (int i = 0; i < ENTRIES; i++) {
      cache.put("few", i, plain);
    }
    assertThat(cache.find("few", 0)).isPresent();
    for (int i = 0; i < ENTRIES; i++) {
      cache.put("many", i, many);
    }
    assertThat(cache.find("many", 0)).isEmpty();
    assertThat(cache.find("many", ENTRIES - 1)).isPresent();
  }
}
