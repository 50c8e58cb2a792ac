package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.ports.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an entry takes: values that are surely in time are combined before they are written. */
class CombiningTest {
  private static final int RECORDS = 500;
  private static final long NOW_MILLIS = 1_000_000;
  private static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(20);

  private static final StreamApp SUMS =
      stream ->
          stream
              .kinesis(World.STREAM, Decoder.utf8())
              .map(Reading::parse)
              .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), OUT_OF_ORDERNESS)
              .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
              .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(1)))
              .saveAsTextFiles("sums");

  @Test
  void valuesWithinTheOutOfOrdernessAreCombined() {
    assertThat(entryBytes(0)).isLessThan(300);
    assertThat(entryBytes(OUT_OF_ORDERNESS.toMillis())).isLessThan(300);
  }

  @Test
  void valuesThatMayBeLateAreKeptOneByOne() {
    assertThat(entryBytes(OUT_OF_ORDERNESS.toMillis() + 2000)).isGreaterThan(RECORDS * 8);
  }

  /** What the entry takes of a call whose records are so old. */
  private static int entryBytes(long ageMillis) {
    World world = new World(SUMS, 1, World.settings(1, 100), Trouble.Chances.NONE, 1);
    world.process(0).coordinator().run();
    String shard = world.stream.shards(World.STREAM).get(0).id();
    List<InRecord> call = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] line =
          new Reading("key", NOW_MILLIS - ageMillis, i).line().getBytes(StandardCharsets.UTF_8);
      MemoryRecord put = world.stream.putTo(shard, "key", line, NOW_MILLIS);
      call.add(new InRecord(Position.of(put.sequence()), NOW_MILLIS, "key", line));
    }
    assertThat(world.process(0).transform().apply(World.STREAM, shard, call))
        .extracting(Transform.Outcome::why)
        .isEqualTo("");
    return world.log.head(Lanes.shard(World.STREAM, shard)).orElseThrow().bytes().length;
  }
}
