package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lanes, drained lanes and reads of borders are more than an entry of the log takes. */
class ManyShardsTest {
  private static final int SHARDS = 6500;
  private static final int SPLITS = 500;

  @Test
  void thousandsOfShardsFitIntoTheControlLaneAndCountOnce() {
    Rig rig = new Rig(SHARDS, 2);
    Engine process = rig.process();
    process.coordinator().run();
    List<String> shards = rig.stream.shards(Rig.STREAM).stream().map(Source.Shard::id).toList();
    for (int second = 0; second < 2; second++) {
      shards.forEach(shard -> rig.putTo(shard, "k", 1));
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(1));
    }
    process.coordinator().run();
    assertThat(head(rig).lanes()).hasSize(SHARDS);
    shards.subList(0, SPLITS).forEach(rig.stream::split);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.process().coordinator().run();
    assertThat(head(rig).lanes()).hasSize(SHARDS + SPLITS);
    assertThat(head(rig).drained()).hasSize(SPLITS);
    rig.finish(rig.process());
    assertThat(head(rig).drained()).hasSize(SHARDS + 2 * SPLITS);
    assertThat(rig.acknowledged).isEqualTo(2 * SHARDS);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
    // What ended is kept for good, its bulk too.
    assertThat(rig.spills.list("keep/control/")).hasSize(1);
    assertThat(rig.spills.get(rig.spills.list("keep/control/").get(0)).orElseThrow().length)
        .isGreaterThan(LogStore.MAX_ENTRY_BYTES);
  }

  /** As where others read the shards, too: each probe waits until the shard answers. */
  @Test
  void slowProbesOfIdleShardsTakeNoMoreThanTheTimeOfACall() {
    Rig rig = new Rig(100, 1);
    Duration timeOfACall = Duration.ofMinutes(1);
    Duration slow = Duration.ofSeconds(3);
    Engine process = rig.process();
    process.coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
    rig.source =
        new ForwardingSource(rig.stream) {
          @Override
          public Probe probe(String stream, String shardId, Position after) {
            rig.clock.advance(slow);
            return super.probe(stream, shardId, after);
          }
        };
    for (int call = 0; call < 12; call++) {
      rig.put("k", 1);
      rig.deliverAll(process);
      long end = rig.clock.nowMillis() + timeOfACall.toMillis();
      process.coordinator().run(() -> rig.clock.nowMillis() < end);
      assertThat(rig.clock.nowMillis() - end).isLessThanOrEqualTo(slow.toMillis());
    }
    assertThat(rig.outputs.list("batch-")).hasSizeGreaterThan(4);
    assertThat(rig.outputs.list("batch-")).anyMatch(each -> each.endsWith("_SUCCESS"));
    rig.source = rig.stream;
    rig.finish(process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** The run that comes to it says so, and so do those behind that have no time for it. */
  @Test
  void runsThatHaveNoTimeForARefusedShardSayThatItIsRefused() {
    Rig rig = new Rig(40, 1);
    Engine process = rig.process();
    process.coordinator().run();
    String first = rig.stream.shards(Rig.STREAM).get(0).id();
    List<String> asked = new ArrayList<>();
    boolean[] refuses = {true};
    rig.source =
        new ForwardingSource(rig.stream) {
          @Override
          public Probe probe(String stream, String shardId, Position after) {
            rig.clock.advance(Duration.ofSeconds(3));
            asked.add(shardId);
            if (refuses[0] && shardId.equals(first)) {
              throw new StoreRefusedException("a test", null);
            }
            return super.probe(stream, shardId, after);
          }
        };
    int withoutIt = 0;
    for (int call = 0; call < 5; call++) {
      assertThatThrownBy(() -> runForAWhile(rig, process)).hasMessage("a test");
      withoutIt += asked.contains(first) ? 0 : 1;
      asked.clear();
    }
    assertThat(withoutIt).isPositive();
    refuses[0] = false;
    while (!asked.contains(first)) {
      try {
        runForAWhile(rig, process);
        assertThat(asked).contains(first);
      } catch (StoreRefusedException e) {
        assertThat(asked).doesNotContain(first);
      }
    }
  }

  /** Those that do not answer are asked once in a run, however long that takes. */
  @Test
  void runWithoutALimitEndsWhereSlowShardsDoNotAnswer() {
    for (Duration slow : List.of(Duration.ofSeconds(20), Duration.ofSeconds(3))) {
      Rig rig = new Rig(12, 1);
      Engine process = rig.process();
      process.coordinator().run();
      rig.put("k", 1);
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofSeconds(2));
      List<String> asked = new ArrayList<>();
      rig.source =
          new ForwardingSource(rig.stream) {
            @Override
            public Probe probe(String stream, String shardId, Position after) {
              rig.clock.advance(slow);
              asked.add(shardId);
              if (asked.size() > 1_000) {
                throw new IllegalStateException("asked without an end");
              }
              throw new StoreUnavailableException("a test", null);
            }
          };
      process.coordinator().run();
      assertThat(asked).hasSizeLessThan(3 * 12);
      assertThat(asked.stream().distinct().count()).isEqualTo(12);
    }
  }

  private static void runForAWhile(Rig rig, Engine process) {
    rig.putTo(rig.stream.shards(Rig.STREAM).get(1).id(), "k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
    long end = rig.clock.nowMillis() + 30_000;
    process.coordinator().run(() -> rig.clock.nowMillis() < end);
  }

  private static ControlEntry head(Rig rig) {
    return new Logs(rig.ports(rig.log), rig.settings)
        .control()
        .head(Lanes.CONTROL)
        .orElseThrow()
        .entry();
  }
}
