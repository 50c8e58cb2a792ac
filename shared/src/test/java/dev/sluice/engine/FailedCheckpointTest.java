package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A right to read is taken away somewhere in a run that takes a checkpoint, and given back. */
class FailedCheckpointTest {
  private static final CheckpointSettings EVERY_MINUTE =
      new CheckpointSettings(Duration.ofMinutes(1), new StartFrom.Newest());

  private static final int MOST_READS = 40;

  /** Reads that are refused from now on, behind so many. */
  private int left = Integer.MAX_VALUE;

  @Test
  void checkpointBehindAFailureHasAllLanesWhereverItWas() {
    int failures = 0;
    for (int reads = 0; reads < MOST_READS; reads++) {
      Rig rig = new Rig(2, 2);
      boolean failed = failsBehind(rig, reads);
      failures += failed ? 1 : 0;
      assertThat(
              new CheckpointDesk(rig.ports(rig.log), Rig.LIFETIME).newest().orElseThrow().lanes())
          .as("lanes in the checkpoint behind a failure of read %s", reads)
          .extracting(CheckpointDesk.Lane::name)
          .containsAll(rig.head(rig.log).lanes().keySet());
    }
    assertThat(failures).as("runs that failed").isPositive();
  }

  /** Takes a checkpoint in the second run of a process, where not in the first. */
  private boolean failsBehind(Rig rig, int reads) {
    left = Integer.MAX_VALUE;
    Engine process = new Engine(rig.plan, rig.settings, rig.ports(refusing(rig.log)), EVERY_MINUTE);
    process.coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofMinutes(2));
    left = reads;
    boolean failed = false;
    try {
      process.coordinator().run();
    } catch (StoreRefusedException e) {
      failed = true;
    }
    left = Integer.MAX_VALUE;
    process.coordinator().run();
    return failed;
  }

  private LogStore refusing(LogStore log) {
    return new ForwardingLog(log) {
      @Override
      public List<LogEntry> read(String lane, long from, int most) {
        mayRefuse(lane);
        return super.read(lane, from, most);
      }

      @Override
      public Optional<LogEntry> head(String lane) {
        mayRefuse(lane);
        return super.head(lane);
      }
    };
  }

  private void mayRefuse(String lane) {
    if (lane.equals(Lanes.CONTROL) && left-- <= 0) {
      throw new StoreRefusedException("no permission");
    }
  }
}
