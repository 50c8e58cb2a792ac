package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Counters;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records that expire behind the last one that was taken of a shard, where no call follows. */
class ExpiredEndTest {
  private final Rig rig = new Rig(1, 2);
  private final Engine process = rig.process();
  private final String shard = rig.stream.shards(Rig.STREAM).get(0).id();

  private long expired() {
    return process.status().counters().getOrDefault(Counters.EXPIRED, 0L);
  }

  private void take() {
    process.coordinator().run();
    rig.putTo(shard, "k", 1);
    rig.deliverAll(process);
  }

  private void letEverythingExpire() {
    rig.clock.advance(Duration.ofSeconds(5));
    rig.stream.expire(rig.clock.nowMillis());
  }

  @Test
  void shardThatIsFoundToHaveEndedCountsWhatExpiredBehindItsLane() {
    take();
    rig.putTo(shard, "k", 10);
    rig.stream.split(shard);
    letEverythingExpire();
    rig.finish(process);
    assertThat(expired()).isEqualTo(1);
  }

  @Test
  void shardOfWhichEverythingWasTakenCountsNothing() {
    take();
    rig.stream.split(shard);
    rig.finish(process);
    assertThat(expired()).isZero();
  }

  @Test
  void endOfTheInputCountsWhatExpiredBehindALane() {
    take();
    rig.putTo(shard, "k", 10);
    letEverythingExpire();
    rig.finish(process);
    assertThat(expired()).isEqualTo(1);
  }

  @Test
  void endOfTheInputCountsNothingWhereEverythingWasTaken() {
    take();
    rig.finish(process);
    assertThat(expired()).isZero();
  }

  /** A stream that was deleted once the end of the input was decided. */
  private static final class Deleted extends ForwardingSource {
    Deleted(Source source) {
      super(source);
    }

    @Override
    public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
      throw new StoreRefusedException("there is no stream " + stream);
    }
  }

  @Test
  void endThatIsDecidedIsCarriedOutThoughTheStreamIsNoMore() {
    take();
    rig.source = new Deleted(rig.stream);
    rig.finish(rig.process());
    assertThat(expired()).isEqualTo(1);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** A stream whose reads give nothing, nor that they came to its end. */
  private static final class Silent extends ForwardingSource {
    Silent(Source source) {
      super(source);
    }

    @Override
    public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
      return Optional.of(new Missed(List.of(), false, false));
    }
  }

  @Test
  void shardOfWhichNothingCanBeReadAnyMoreCountsWhereItEnds() {
    take();
    rig.source = new Silent(rig.stream);
    rig.stream.split(shard);
    rig.finish(rig.process());
    assertThat(expired()).isEqualTo(1);
  }
}
