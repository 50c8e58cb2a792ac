package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
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
    List<Long> reads = new ArrayList<>();
    ForwardingLog slow =
        new ForwardingLog(rig.log) {
          @Override
          public List<LogEntry> read(String lane, long from, int limit) {
            if (lane.equals(Lanes.shard(Rig.STREAM, shards.get(0)))) {
              reads.add(from);
              rig.clock.advance(TIME_OF_A_READ);
              if (reads.size() == 3) {
                throw new StoreUnavailableException("a test", null);
              }
            }
            return super.read(lane, from, limit);
          }
        };
    Engine late = rig.process(slow);
    for (int runs = 0; runs < 6; runs++) {
      int before = reads.size();
      runForAWhile(rig, late);
      assertThat(reads.size() - before).isBetween(1, 10);
      int told = reads.size();
      assertThat(late.coordinator().lagMillis()).isPositive();
      assertThat(reads.size() - told).as("reads to tell how the app is").isLessThanOrEqualTo(2);
    }
    assertThat(reads).anyMatch(from -> from > ENTRIES - 100);
    assertThat(reads.stream().filter(from -> from == 0)).as("how often it began anew").hasSize(1);
    rig.deliver(rig.process(), shards.get(1));
    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  private static void runForAWhile(Rig rig, Engine process) {
    long end = rig.clock.nowMillis() + TIME_OF_A_RUN.toMillis();
    try {
      process.coordinator().run(() -> rig.clock.nowMillis() < end);
    } catch (StoreUnavailableException e) {
      assertThat(e).hasMessage("a test");
    }
    assertThat(rig.clock.nowMillis() - end).isLessThanOrEqualTo(TIME_OF_A_READ.toMillis());
  }
}
