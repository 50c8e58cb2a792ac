package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

  /** An app at minute 39, before that one's run. */
  private static Rig at39(Rig rig) {
    Engine process = rig.process();
    process.coordinator().run();
    rig.put("k0", 1);
    rig.put("k1", 2);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
    process.coordinator().run();
    for (int minutes : new int[] {20, 14}) {
      rig.sleep(Duration.ofMinutes(minutes));
      rig.process().coordinator().run();
    }
    rig.sleep(Duration.ofMinutes(25));
    return rig;
  }

  /** The app goes on at minute 64, and comes to its end. */
  private static void goesOn(Rig rig, Supplier<Engine> start) {
    rig.sleep(Duration.ofMinutes(25));
    Engine process = start.get();
    process.coordinator().run();
    rig.put("k0", 3);
    rig.finish(process);
  }

  /** Nobody can put an entry into some lanes. */
  private static LogStore without(Rig rig, String lanes) {
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
    Rig rig = at39(new Rig(2, BUCKETS));
    assertThatThrownBy(() -> rig.process(without(rig, "bucket/1/")).coordinator().run())
        .isInstanceOf(StoreUnavailableException.class);
    rig.process().coordinator().run();
    goesOn(rig, rig::process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void ofBucketsThatWereRenewedBeforeTheControlLane() {
    Rig rig = at39(new Rig(2, BUCKETS));
    rig.process().advance(1, ALL);
    rig.process().advance(2, ALL);
    rig.process().coordinator().run();
    goesOn(rig, rig::process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void ofTheControlLaneWhichTheAppWasJustChangedIn() {
    CheckpointSettings never = new CheckpointSettings(Duration.ZERO, new StartFrom.Newest());
    Rig rig = at39(new Rig(new GrownApp(false), 2, BUCKETS));
    Supplier<Engine> changed =
        () -> new Engine(GrownApp.plan(true), rig.settings, rig.ports(rig.log), never);
    changed.get().coordinator().run();
    goesOn(rig, changed);
    assertThat(rig.outputs.list("total-"))
        .filteredOn(name -> !name.endsWith("/_SUCCESS"))
        .map(name -> new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8))
        .filteredOn(text -> !text.isEmpty())
        .containsExactly("(all,3)\n");
  }
}
