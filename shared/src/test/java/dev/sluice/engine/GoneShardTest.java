package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Counters;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Shards that leave their stream before their lanes were sealed, and streams that refuse. */
class GoneShardTest {
  private static final String LANE = Lanes.shard(Rig.STREAM, "shardId-000000000000");

  private final Rig rig = new Rig(2, 2);
  private final Engine process = rig.process();
  private final String parent = rig.stream.shards(Rig.STREAM).get(0).id();

  /** The app takes a record of each shard. */
  private void takeOneOfEach() {
    process.coordinator().run();
    for (Source.Shard each : rig.stream.shards(Rig.STREAM)) {
      rig.putTo(each.id(), "k", 1);
    }
    rig.deliverAll(process);
  }

  /** The app has taken records of all shards; then one is split. */
  private List<Source.Shard> split() {
    takeOneOfEach();
    return rig.stream.split(parent);
  }

  private void keepAliveForALifetime() {
    for (int i = 0; i < 8; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(5));
      process.coordinator().run();
    }
  }

  private long expired(Engine process) {
    return process.status().counters().getOrDefault(Counters.EXPIRED, 0L);
  }

  @Test
  void shardThatLeavesBeforeItsLaneIsSealedEndsThereAndCountsAsExpired() {
    List<Source.Shard> children = split();
    rig.putTo(children.get(0).id(), "k", 10);
    rig.stream.remove(parent);
    rig.clock.advance(Duration.ofSeconds(5));
    process.coordinator().run();
    assertThat(rig.head(rig.log).drained()).containsKey(LANE);
    assertThat(expired(process)).isEqualTo(1);
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(2 + 10);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void shardWhoseChildrenHaveLeftAsWellHoldsNothingBack() {
    List<Source.Shard> children = split();
    Source.Shard grandchild = rig.stream.merge(children.get(0).id(), children.get(1).id());
    rig.stream.remove(parent);
    children.forEach(child -> rig.stream.remove(child.id()));
    rig.putTo(grandchild.id(), "k", 10);
    rig.clock.advance(Duration.ofSeconds(5));
    process.coordinator().run();
    ControlEntry head = rig.head(rig.log);
    assertThat(head.drained()).containsKey(LANE);
    assertThat(head.lanes()).containsKey(Lanes.shard(Rig.STREAM, grandchild.id()));
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(2 + 10);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** History 699346: the end of the parent was put anew before each look, and seemed young. */
  @Test
  void childThatHasLeftWithAParentNobodyHasMetIsNotWaitedForWhereCoordinatorsRunSeldom() {
    process.coordinator().run();
    String other = rig.stream.shards(Rig.STREAM).get(1).id();
    rig.putTo(parent, "k", 1000); // nobody reads it: its end is not seen
    Source.Shard child = rig.stream.split(parent).get(1);
    Source.Shard merged = rig.stream.merge(child.id(), other);
    Source.Shard last = rig.stream.split(merged.id()).get(0);
    rig.source = new Unlisted(rig.stream, why -> new StoreUnavailableException(why, null));
    rig.clock.advance(Duration.ofSeconds(5));
    process.coordinator().run(); // sees the end of the other one, and what follows it
    rig.source = rig.stream;
    List.of(parent, child.id(), merged.id()).forEach(rig.stream::remove);
    for (int i = 0; i < 6; i++) {
      rig.putTo(last.id(), "k", 10);
      rig.deliverAll(process);
      rig.sleep(Rig.LIFETIME.dividedBy(3));
      process.coordinator().run();
    }
    assertThat(rig.head(rig.log).lanes()).doesNotContainKey(Lanes.shard(Rig.STREAM, other));
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(6 * 10);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void mergedShardWaitsForTheOtherOfItsParentsThatLeaveOneAfterTheOther() {
    takeOneOfEach();
    String other = rig.stream.shards(Rig.STREAM).get(1).id();
    rig.putTo(other, "k", 2);
    Source.Shard merged = rig.stream.merge(parent, other);
    rig.stream.remove(parent);
    rig.clock.advance(Duration.ofSeconds(5));
    process.coordinator().run();
    rig.stream.remove(other);
    rig.source = silent(other);
    process.coordinator().run();
    assertThat(rig.head(rig.log).lanes()).doesNotContainKey(Lanes.shard(Rig.STREAM, merged.id()));
    rig.source = rig.stream;
    rig.putTo(merged.id(), "k", 10);
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(2 + 10);
    assertThat(expired(process)).isEqualTo(2);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** One that only the end of a parent names has a parent nobody knows: that was not said of it. */
  @Test
  void mergedShardWaitsForAGrandparentThatHasLeftTogetherWithItsParents() {
    takeOneOfEach();
    String other = rig.stream.shards(Rig.STREAM).get(1).id();
    Source.Shard child = rig.stream.split(other).get(0);
    Source.Shard merged = rig.stream.merge(parent, child.id());
    List.of(parent, other, child.id()).forEach(rig.stream::remove);
    rig.source = silent(other);
    for (int run = 0; run < 3; run++) {
      rig.clock.advance(Duration.ofSeconds(5));
      process.coordinator().run();
    }
    assertThat(rig.head(rig.log).lanes()).doesNotContainKey(Lanes.shard(Rig.STREAM, merged.id()));
    rig.source = rig.stream;
    rig.finish(process);
    assertThat(expired(process)).isEqualTo(2);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void inputDoesNotEndBeforeItIsKnownThatWhatFollowsAnEndHasLeft() {
    process.coordinator().run();
    String other = rig.stream.shards(Rig.STREAM).get(1).id();
    Source.Shard child = rig.stream.split(parent).get(1);
    Source.Shard merged = rig.stream.merge(child.id(), other);
    rig.source = new Unlisted(rig.stream, why -> new StoreUnavailableException(why, null));
    rig.clock.advance(Duration.ofSeconds(5));
    process.coordinator().run();
    rig.source = rig.stream;
    rig.stream.split(merged.id());
    List.of(parent, child.id(), merged.id()).forEach(rig.stream::remove);
    assertThat(process.coordinator().finish()).isFalse();
    rig.clock.advance(Duration.ofMinutes(10));
    rig.finish(process);
    assertThat(expired(process))
        .isEqualTo(2); // of the one whose end nobody saw, and the merged one
  }

  @Test
  void lateCallOfAShardThatHasLeftIsTakenWhereItsLaneIsOpen() {
    process.coordinator().run();
    rig.putTo(parent, "k", 1);
    rig.deliverAll(process);
    rig.putTo(parent, "k", 2);
    rig.stream.split(parent);
    List<MemoryRecord> held = rig.stream.read(parent, Position.START, 10);
    rig.stream.remove(parent);
    assertThat(rig.deliverHeld(rig.process(), parent, held.subList(1, 2))).isTrue();
    assertThat(expired(process)).isEqualTo(1);
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(3);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** A stream of which the listing is from before a shard left. */
  private static final class Before extends ForwardingSource {
    private final List<Shard> listed;

    Before(Source source) {
      super(source);
      this.listed = source.shards(Rig.STREAM);
    }

    @Override
    public List<Shard> shards(String stream) {
      return listed;
    }
  }

  @Test
  void lanesThatWereForgottenDoNotBeginAnewWhereAListingStillHasTheirShards() {
    List<Source.Shard> children = split();
    process.coordinator().run();
    rig.stream.merge(children.get(0).id(), children.get(1).id());
    Source before = new Before(rig.stream);
    keepAliveForALifetime();
    List.of(parent, children.get(0).id(), children.get(1).id()).forEach(rig.stream::remove);
    rig.put("k", 5);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(5));
    process.coordinator().run();
    assertThat(rig.head(rig.log).drained()).isEmpty();

    rig.source = before;
    rig.put("k", 6);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(5));
    rig.process().coordinator().run();
    assertThat(rig.log.read(LANE, 0, 10)).isEmpty();
    rig.source = rig.stream;
    rig.finish(process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void appBeginsOnAStreamThatWasScaledUpAndDownForLong() {
    String last = parent;
    for (int i = 0; i < 60; i++) {
      List<Source.Shard> two = rig.stream.split(last);
      last = rig.stream.merge(two.get(0).id(), two.get(1).id()).id();
    }
    rig.putTo(last, "k", 1);
    assertTimeoutPreemptively(Duration.ofMinutes(1), () -> rig.finish(process));
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void shardThatOnlyAParentWithABacklogNamesIsWaitedForWhereNoListingIsAnswered() {
    process.coordinator().run();
    String other = rig.stream.shards(Rig.STREAM).get(1).id();
    rig.putTo(parent, "k", 1000);
    rig.deliver(process, parent);
    rig.putTo(other, "k", 1);
    List<Source.Shard> children = rig.stream.split(other);
    children.forEach(each -> rig.putTo(each.id(), "k", 10));
    Source.Shard merged = rig.stream.merge(parent, children.get(0).id());
    rig.putTo(merged.id(), "k", 100);
    rig.source = new Unlisted(rig.stream, why -> new StoreUnavailableException(why, null));
    rig.clock.advance(Duration.ofMinutes(1));
    process.coordinator().run(); // the one without a backlog has ended
    rig.clock.advance(Duration.ofMinutes(11));
    process.coordinator().run();
    assertThat(rig.log.read(Lanes.shard(Rig.STREAM, merged.id()), 0, 1)).isEmpty();
    rig.source = rig.stream;
    rig.finish(process);
    assertThat(rig.acknowledged).isEqualTo(1000 + 1 + 20 + 100);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** A stream that does not answer when it is asked for a shard. */
  private Source silent(String shard) {
    return new Refusing(rig.stream, shard, why -> new StoreUnavailableException(why, null));
  }

  /** A stream that refuses to say anything of a shard. */
  private static final class Refusing extends ForwardingSource {
    private final String shard;
    private final Function<String, RuntimeException> why;

    Refusing(Source source, String shard) {
      this(source, shard, StoreRefusedException::new);
    }

    /**
     * @param why makes what it throws instead, of a text
     */
    Refusing(Source source, String shard, Function<String, RuntimeException> why) {
      super(source);
      this.shard = shard;
      this.why = why;
    }

    @Override
    public Probe probe(String stream, String shardId, Position after) {
      if (shardId.equals(shard)) {
        throw why.apply("no permission");
      }
      return super.probe(stream, shardId, after);
    }
  }

  @Test
  void shardThatRefusesToBeProbedHoldsUpNeitherOthersNorStepsThatAreComplete() {
    process.coordinator().run();
    rig.putTo(parent, "k", 1);
    rig.clock.advance(Duration.ofSeconds(2));
    rig.putTo(parent, "k", 2);
    rig.deliverAll(process);
    rig.source = new Refusing(rig.stream, parent);
    rig.clock.advance(Duration.ofSeconds(2));
    // The first batch is complete as soon as the idle lane is moved on; the second one is not.
    assertThatThrownBy(() -> rig.process().coordinator().run())
        .isInstanceOf(StoreRefusedException.class)
        .hasMessage("no permission");
    assertThat(rig.outputs.list("batch")).anyMatch(name -> name.endsWith("/_SUCCESS"));
    rig.source = rig.stream;
    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** Time goes on while shards are probed, and none is probed twice in half a second. */
  @Test
  void shardThatRefusesIsToldThoughTheRunGoesOnBehindTheProbeOfAnother() {
    Rig three = new Rig(3, 2);
    three.source =
        new ForwardingSource(new Refusing(three.stream, parent)) {
          @Override
          public Probe probe(String stream, String shardId, Position after) {
            three.clock.advance(Duration.ofMillis(20));
            return super.probe(stream, shardId, after);
          }
        };
    Engine running = three.process();
    running.coordinator().run();
    three.putTo(three.stream.shards(Rig.STREAM).get(1).id(), "k", 1);
    three.deliverAll(running);
    three.clock.advance(Duration.ofSeconds(2));
    assertThatThrownBy(running.coordinator()::run).isInstanceOf(StoreRefusedException.class);
  }

  @Test
  void streamThatRefusesToListItsShardsHoldsUpNoStepThatIsComplete() {
    process.coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(5));
    rig.source = new Unlisted(rig.stream, StoreRefusedException::new);
    assertThatThrownBy(() -> rig.process().coordinator().run())
        .isInstanceOf(StoreRefusedException.class);
    assertThat(rig.outputs.list("batch")).anyMatch(name -> name.endsWith("/_SUCCESS"));
  }

  @Test
  void streamThatRefusesToListItsShardsHoldsUpNoOtherNumberOfBuckets() {
    process.coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(5));
    rig.source = new Unlisted(rig.stream, StoreRefusedException::new);
    Engine spread = new Engine(rig.plan, rig.settings.withBuckets(3), rig.ports(rig.log));
    assertThatThrownBy(spread.coordinator()::run).isInstanceOf(StoreRefusedException.class);
    assertThat(rig.outputs.list("batch")).anyMatch(name -> name.endsWith("/_SUCCESS"));
  }

  @Test
  void streamThatRefusesAtTheVeryBeginningIsAnErrorAtOnce() {
    rig.source = new Unlisted(rig.stream, StoreRefusedException::new);
    assertThatThrownBy(() -> rig.process().coordinator().run())
        .isInstanceOf(StoreRefusedException.class);
    assertThat(rig.process().status().started()).isFalse();
  }
}
