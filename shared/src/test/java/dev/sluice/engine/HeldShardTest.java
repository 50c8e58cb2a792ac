package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One shard holds the borders back while others go on, so that their lanes get long. */
class HeldShardTest {
  private static final int ENTRIES = 2_000;
  private static final Duration TIME_OF_A_RUN = Duration.ofSeconds(30);
  private static final Duration TIME_OF_A_READ = Duration.ofSeconds(4);

  @Test
  void longLanesAreReadInSeveralRuns() {
    Rig rig = new Rig(2, 1);
    Engine process = rig.process();
    process.coordinator().run();
    List<String> shards = rig.stream.shards(Rig.STREAM).stream().map(Source.Shard::id).toList();
    rig.putTo(shards.get(1), "held", 1);
    for (int i = 0; i < ENTRIES; i++) {
      rig.putTo(shards.get(0), "k", 1);
      rig.deliver(process, shards.get(0));
      rig.clock.advance(Duration.ofMillis(100));
    }
    int[] reads = {0};
    ForwardingLog slow =
        new ForwardingLog(rig.log) {
          @Override
          public List<LogEntry> read(String lane, long from, int limit) {
            if (lane.startsWith("shard/")) {
              reads[0]++;
              rig.clock.advance(TIME_OF_A_READ);
            }
            return super.read(lane, from, limit);
          }
        };
    Engine late = rig.process(slow);
    int runs = 0;
    while (reads[0] < ENTRIES / 100) {
      int before = reads[0];
      runForAWhile(rig, late);
      assertThat(reads[0] - before).isBetween(1, 1 + 30 / 4 + 1);
      runs++;
    }
    assertThat(runs).isGreaterThan(1);
    rig.deliver(rig.process(), shards.get(1));
    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  private static void runForAWhile(Rig rig, Engine process) {
    long end = rig.clock.nowMillis() + TIME_OF_A_RUN.toMillis();
    process.coordinator().run(() -> rig.clock.nowMillis() < end);
    assertThat(rig.clock.nowMillis() - end).isLessThanOrEqualTo(TIME_OF_A_READ.toMillis());
  }
}
