package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A coordinator that would move an idle lane on may find that it was not idle. */
class LostAdvanceTest {
  /** Something happens while the first answer to a probe of a shard is on its way. */
  private static final class SlowAnswer extends ForwardingSource {
    private final String shard;
    private Runnable meanwhile;

    SlowAnswer(Source source, String shard, Runnable meanwhile) {
      super(source);
      this.shard = shard;
      this.meanwhile = meanwhile;
    }

    @Override
    public Probe probe(String stream, String shardId, Position after) {
      Probe found = super.probe(stream, shardId, after);
      if (shardId.equals(shard)) {
        Runnable first = meanwhile;
        meanwhile = () -> {};
        first.run();
      }
      return found;
    }
  }

  @Test
  void recordsCountThatAreCommittedBeforeACoordinatorWithAFastClockMovesTheirLaneOn() {
    Rig rig = new Rig(2, 2);
    List<String> shards = rig.stream.shards(Rig.STREAM).stream().map(Source.Shard::id).toList();
    Engine transform = rig.process();
    transform.coordinator().run();
    rig.putTo(shards.get(0), "a", 1);
    rig.deliverAll(transform);
    long right = rig.clock.nowMillis() + 100;
    rig.source =
        new SlowAnswer(
            rig.stream,
            shards.get(1),
            () -> {
              long ahead = rig.clock.nowMillis();
              rig.clock.set(Instant.ofEpochMilli(right));
              rig.putTo(shards.get(1), "b", 10);
              assertThat(rig.deliver(transform, shards.get(1))).as(rig.refusal).isTrue();
              rig.clock.set(Instant.ofEpochMilli(ahead));
            });
    rig.clock.advance(Duration.ofSeconds(3));
    rig.process().coordinator().run();
    assertThat(rig.acknowledged).isEqualTo(11);

    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
