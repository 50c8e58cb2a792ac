package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Processes of a version that was replaced, and that live on. */
class OldCodeTest {
  private static final StreamApp CHANGED =
      stream -> {
        new Rig.Sums().define(stream);
        stream.kinesis(Rig.STREAM, Decoder.utf8()).saveAsTextFiles("lines");
      };

  private final Rig rig = new Rig(2, 2);

  private Engine changed() {
    return new Engine(Plan.of(CHANGED, Map.of()), rig.settings, rig.ports(rig.log));
  }

  /**
   * An old process that has taken records of all shards, and a new one that has changed the app.
   */
  private Engine replaced() {
    Engine old = rig.process();
    old.coordinator().run();
    for (int i = 0; i < 8; i++) {
      rig.put("k" + i, 1);
    }
    rig.deliverAll(old);
    Engine changed = changed();
    changed.coordinator().run();
    assertThat(changed.coordinator().change().orElseThrow()).isEqualTo("added sink 'lines'");
    return old;
  }

  @Test
  void transformThatWasReplacedTakesNothingHoweverOftenItIsCalled() {
    Engine old = replaced();
    for (int i = 0; i < 8; i++) {
      rig.put("k" + i, 1);
    }
    for (int calls = 0; calls < 3; calls++) {
      for (var shard : rig.stream.shards(Rig.STREAM)) {
        assertThat(rig.deliver(old, shard.id())).isFalse();
        assertThat(rig.refusal).contains("SLUICE-E28");
      }
    }
    assertThat(rig.acknowledged).isEqualTo(8);
  }

  @Test
  void transformThatNeverWasInForceSaysWhatDoesNotFitHoweverOftenItIsCalled() {
    replaced();
    Engine cold = rig.process();
    for (int i = 0; i < 8; i++) {
      rig.put("k" + i, 1);
    }
    for (int calls = 0; calls < 3; calls++) {
      for (var shard : rig.stream.shards(Rig.STREAM)) {
        assertThatThrownBy(() -> rig.deliver(cold, shard.id()))
            .hasMessageContaining("SLUICE-E11")
            .hasMessageContaining("sink 'lines' is gone");
      }
    }
  }

  @Test
  void bucketsAndCoordinatorsThatWereReplacedDoNothing() {
    Engine old = replaced();
    rig.clock.advance(Duration.ofSeconds(5));

    assertThatThrownBy(() -> old.advance(1, List.of(0, 1))).hasMessageContaining("SLUICE-E28");
    assertThatThrownBy(() -> old.coordinator().run()).hasMessageContaining("SLUICE-E28");
    assertThatThrownBy(() -> old.coordinator().finish()).hasMessageContaining("SLUICE-E28");
    rig.finish(changed());
    assertThat(rig.outputs.list("batch-")).isNotEmpty();
  }

  @Test
  void newTransformWaitsUntilACoordinatorHasPutTheChange() {
    Engine old = rig.process();
    old.coordinator().run();
    rig.put("k", 1);
    Engine changed = changed();
    for (var shard : rig.stream.shards(Rig.STREAM)) {
      rig.deliver(changed, shard.id());
    }
    assertThat(rig.refusal).contains("SLUICE-E28");
    assertThat(rig.acknowledged).isZero();

    changed.coordinator().run();
    rig.finish(changed);
    assertThat(rig.acknowledged).isEqualTo(1);
  }

  @Test
  void everyShardLaneHasAnEntryOfTheNewEpoch() {
    replaced();
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    for (var shard : rig.stream.shards(Rig.STREAM)) {
      LaneLog.Numbered<ShardEntry> head =
          logs.shards().head(Lanes.shard(Rig.STREAM, shard.id())).orElseThrow();
      assertThat(head.entry().epoch()).isEqualTo(1);
    }
  }
}
