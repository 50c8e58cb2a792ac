package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A lane that cannot be written for long holds up its own results, and nothing else. */
class FailingBucketTest {

  /** Refuses puts to some lanes, and reads of their heads. */
  private static final class Refusing extends ForwardingLog {
    private final Predicate<String> refused;

    Refusing(LogStore log, Predicate<String> refused) {
      super(log);
      this.refused = refused;
    }

    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      return refused.test(lane)
          ? new Append.Throttled("a test")
          : super.append(lane, number, entry, expiry);
    }

    @Override
    public Optional<LogEntry> head(String lane) {
      if (refused.test(lane)) {
        throw new StoreUnavailableException("a test", null);
      }
      return super.head(lane);
    }
  }

  @Test
  void bucketThatFailsForMoreThanAThousandBordersNeitherSpinsNorStopsOthers() {
    Rig rig = new Rig(1, 2);
    rig.process().coordinator().run();
    boolean[] failing = {true};
    Refusing log = new Refusing(rig.log, lane -> failing[0] && lane.equals("bucket/1/1"));
    Engine process = rig.process(log);
    int failures = 0;
    for (int i = 0; i < 1300; i++) {
      rig.put("k" + i % 7, 1);
      rig.clock.advance(Duration.ofSeconds(1));
      rig.deliverAll(process);
      failures += fails(process) ? 1 : 0;
    }
    assertThat(failures).isGreaterThan(1200);
    assertThat(done(rig, Lanes.CONTROL)).isGreaterThan(1200);
    assertThat(done(rig, "bucket/1/0")).isGreaterThan(500);
    assertThat(done(rig, "bucket/1/1")).isEqualTo(0);
    assertThat(done(rig, "bucket/2/0")).isLessThan(10);
    assertThat(done(rig, Lanes.SUCCESS)).isLessThan(10);
    failing[0] = false;
    process.coordinator().run();
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(1300);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void idleLanesAreRenewedThoughSomeBucketFailsInEveryRun() {
    Rig rig = new Rig(2, 2);
    rig.process().coordinator().run();
    String busy = rig.stream.shards(Rig.STREAM).get(0).id();
    String[] failing = {""};
    Refusing log = new Refusing(rig.log, lane -> lane.equals(failing[0]));
    int failures = 0;
    for (int i = 0; i < 40; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(10));
      failing[0] = "bucket/1/" + i / 4 % 2; // none of them for too long
      for (int key = 0; key < 8; key++) {
        rig.putTo(busy, "k" + key, 1);
      }
      rig.deliverAll(rig.process());
      rig.clock.advance(Duration.ofSeconds(2));
      failures += fails(rig.process(log)) ? 1 : 0;
    }
    assertThat(failures).isEqualTo(40);
    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  private static boolean fails(Engine process) {
    try {
      process.coordinator().run();
      return false;
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  private static long done(Rig rig, String lane) {
    return rig.log.head(lane).map(LogEntry::number).orElse(0L);
  }
}
