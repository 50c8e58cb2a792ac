package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A lane points to entries of others, which expire. So it moves its pointers before they do, though
 * it is young itself: somebody may have renewed it just before what it points to was renewed.
 *
 * <p>Everything is put at minute 0 here. The run of minute 14 finds all young enough; those of the
 * minutes 39 and 64 come to an end, too: never does half a lifetime pass without one that does.
 */
class MovingPointersTest {
  private static final int BUCKETS = 4;
  private static final List<Integer> ALL = IntStream.range(0, BUCKETS).boxed().toList();

  private final Rig rig = new Rig(2, BUCKETS);

  @BeforeEach
  void allIsRenewedAtMinute0() {
    Engine process = rig.process();
    process.coordinator().run();
    rig.put("k0", 1);
    rig.put("k1", 2);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
    process.coordinator().run();
    minutesPass(20);
    rig.process().coordinator().run();
    minutesPass(14);
    rig.process().coordinator().run();
    minutesPass(25);
  }

  private void minutesPass(int minutes) {
    rig.sleep(Duration.ofMinutes(minutes));
  }

  private void allGoesOnAtMinute64() {
    minutesPass(25);
    Engine process = rig.process();
    process.coordinator().run();
    rig.put("k0", 3);
    rig.finish(process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** Nobody can put an entry into some lanes. */
  private LogStore without(String lanes) {
    return new ForwardingLog(rig.log) {
      @Override
      public Append append(String lane, long number, byte[] entry, Instant expiry) {
        if (lane.startsWith(lanes)) {
          throw new StoreUnavailableException("throttled", null);
        }
        return super.append(lane, number, entry, expiry);
      }
    };
  }

  /** Seed 285251, of a run in which buckets were refused for 40 minutes. */
  @Test
  void ofBucketsThatWereRenewedBeforeTheBucketsThatTheyFollow() {
    assertThatThrownBy(() -> rig.process(without("bucket/1/")).coordinator().run())
        .isInstanceOf(StoreUnavailableException.class);
    rig.process().coordinator().run();
    allGoesOnAtMinute64();
  }

  @Test
  void ofBucketsThatWereRenewedBeforeTheControlLane() {
    rig.process().advance(1, ALL);
    rig.process().advance(2, ALL);
    rig.process().coordinator().run();
    allGoesOnAtMinute64();
  }

  @Test
  void ofTheControlLaneWhichTheAppWasJustChangedIn() {
    CheckpointSettings never = new CheckpointSettings(Duration.ZERO, new StartFrom.Newest());
    Rig other = new Rig(new GrownApp(false), 2, BUCKETS);
    Engine before = other.process();
    before.coordinator().run();
    other.sleep(Duration.ofMinutes(20));
    other.process().coordinator().run();
    other.sleep(Duration.ofMinutes(14));
    other.process().coordinator().run();
    other.sleep(Duration.ofMinutes(25));
    new Engine(GrownApp.plan(true), other.settings, other.ports(other.log), never)
        .coordinator()
        .run();
    other.sleep(Duration.ofMinutes(25));
    Engine process = new Engine(GrownApp.plan(true), other.settings, other.ports(other.log), never);
    process.coordinator().run();
    other.put("k0", 3);
    other.finish(process);
  }
}
