package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A lane joins behind the newest border, or its records would be read by nobody. */
class JoiningLaneTest {
  /** A source that does not list some shards yet. */
  private static final class Hiding extends ForwardingSource {
    private final Set<String> hidden;

    Hiding(Source source, Set<String> hidden) {
      super(source);
      this.hidden = hidden;
    }

    @Override
    public List<Shard> shards(String stream) {
      return super.shards(stream).stream().filter(each -> !hidden.contains(each.id())).toList();
    }
  }

  private final Rig rig = new Rig(3, 2);
  private final Set<String> hidden = new HashSet<>();
  private final List<String> shards =
      rig.stream.shards(Rig.STREAM).stream().map(Source.Shard::id).toList();

  private void somethingArrives(int... ofShards) {
    for (int i = 0; i < 10; i++) {
      for (int shard : ofShards) {
        rig.putTo(shards.get(shard), "k" + i, 1);
      }
      rig.clock.advance(Duration.ofMillis(300));
    }
    rig.deliverAll(rig.process());
  }

  private void hideTheLastShard() {
    hidden.add(shards.get(2));
    rig.source = new Hiding(rig.stream, hidden);
  }

  @Test
  void childrenJoinThoughTheClockStandsOnceAllRecordsHaveArrived() {
    Engine process = rig.process();
    process.coordinator().run();
    rig.putTo(shards.get(0), "a", 1);
    List<Source.Shard> children = rig.stream.split(shards.get(0));
    rig.putTo(children.get(0).id(), "a", 2);
    rig.clock.advance(Duration.ofMillis(100));

    process.coordinator().run(); // the parent has a record that nobody has taken
    assertThat(rig.deliver(process, shards.get(0))).isTrue();
    for (int run = 0; run < 3; run++) {
      process.coordinator().run();
    }

    assertThat(rig.deliver(process, children.get(0).id())).as(rig.refusal).isTrue();
  }

  @Test
  void laneWhoseBirthIsOlderThanTheNewestBorderIsBroughtUpToIt() {
    hideTheLastShard();
    rig.process().coordinator().run();
    // A coordinator that died put this birth long before.
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    String lane = Lanes.shard(Rig.STREAM, shards.get(2));
    logs.shards().append(lane, 0, ShardEntry.birth(5_000, rig.clock.nowMillis()));
    somethingArrives(0, 1);
    rig.process().coordinator().run();
    rig.putTo(shards.get(2), "early", 100); // its stamp lies in an interval with a border
    rig.stream.putTo(shards.get(2), "earlier", "earlier,1000500,200".getBytes(), 1_000_500);
    hidden.clear();
    rig.process().coordinator().run();
    long border = logs.control().head(Lanes.CONTROL).orElseThrow().entry().lastBorder();
    LaneLog.Numbered<ShardEntry> head = logs.shards().head(lane).orElseThrow();
    assertThat(head.entry().clockMillis())
        .isGreaterThanOrEqualTo(rig.settings.borderMillis(border));
    somethingArrives(0, 1, 2);
    rig.finish(rig.process());
    assertThat(rig.acknowledged).isEqualTo(20 + 300 + 30);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void laneThatIsListedTogetherWithACompleteIntervalLosesNothing() {
    hideTheLastShard();
    rig.process().coordinator().run();
    somethingArrives(0, 1);
    rig.process().coordinator().run();
    rig.putTo(shards.get(2), "early", 100);
    somethingArrives(0, 1);
    hidden.clear();
    rig.process().coordinator().run(); // registers the lane, and has borders to put
    rig.finish(rig.process());
    assertThat(rig.acknowledged).isEqualTo(40 + 100);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void coordinatorThatDiesAtAnyMomentWhileALaneJoinsLosesNothing() {
    int moments = 1;
    for (int moment = 0; moment < moments; moment++) {
      JoiningLaneTest test = new JoiningLaneTest();
      int now = moment;
      test.hideTheLastShard();
      test.rig.process().coordinator().run();
      test.somethingArrives(0, 1);
      test.rig.process().coordinator().run();
      test.rig.putTo(test.shards.get(2), "early", 100);
      test.somethingArrives(0, 1);
      test.hidden.clear();
      WatchedLog log =
          new WatchedLog(
              test.rig.log,
              each -> {
                if (each == now) {
                  test.hidden.add(test.shards.get(2)); // another one has not seen it yet
                  test.somethingArrives(0, 1);
                  test.rig.process().coordinator().run();
                  test.hidden.clear();
                  throw new IllegalStateException("dies");
                }
              });
      try {
        test.rig.process(log).coordinator().run();
        moments = 0;
      } catch (IllegalStateException e) {
        moments = moment + 2;
      }
      test.somethingArrives(2);
      test.rig.finish(test.rig.process());
      test.rig.assertResultsAreThoseOfWhatWasAcknowledged();
      assertThat(moment).isLessThan(500);
    }
  }

  @Test
  void childOfLanesWithUnequalClocksStartsAtTheGreatest() {
    rig.process().coordinator().run();
    somethingArrives(0, 1, 2);
    rig.putTo(shards.get(0), "k", 50); // shard 1 stays behind
    rig.clock.advance(Duration.ofSeconds(3));
    rig.putTo(shards.get(0), "k", 50);
    rig.deliverAll(rig.process());
    String child = rig.stream.merge(shards.get(0), shards.get(1)).id();
    rig.putTo(child, "k", 7);
    rig.process().coordinator().run();
    rig.clock.advance(Duration.ofSeconds(1));
    rig.process().coordinator().run();
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    long parents =
        List.of(shards.get(0), shards.get(1)).stream()
            .mapToLong(
                id ->
                    logs.shards()
                        .head(Lanes.shard(Rig.STREAM, id))
                        .orElseThrow()
                        .entry()
                        .clockMillis())
            .max()
            .orElseThrow();
    ShardEntry birth = logs.shards().read(Lanes.shard(Rig.STREAM, child), 0, 0).get(0).entry();
    assertThat(birth.kind()).isEqualTo(ShardEntry.Kind.BIRTH);
    assertThat(birth.clockMillis()).isEqualTo(parents);
    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** Seed 335295: only the seal of the other parent had told of the child. */
  @Test
  void childOfAParentThatIsNotListedYetWaits() {
    rig.process().coordinator().run();
    rig.putTo(shards.get(1), "k", 5);
    List<Source.Shard> halves = rig.stream.split(shards.get(1));
    rig.putTo(halves.get(0).id(), "k", 6);
    rig.clock.advance(Duration.ofMillis(900));
    rig.putTo(halves.get(0).id(), "k", 7);
    String child = rig.stream.merge(shards.get(0), halves.get(0).id()).id();
    rig.stream.putTo(child, "k", "k,1000500,8".getBytes(StandardCharsets.UTF_8), 1_000_500);
    halves.forEach(each -> hidden.add(each.id()));
    hidden.add(child);
    rig.source = new Hiding(rig.stream, hidden);
    firstShardIsFoundToHaveEnded();
    assertThat(rig.deliver(rig.process(), child)).isFalse();
    assertThat(rig.refusal).startsWith("SLUICE-E07");
    hidden.clear();
    rig.finish(rig.process());
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    String parent = Lanes.shard(Rig.STREAM, halves.get(0).id());
    assertThat(
            logs.shards().read(Lanes.shard(Rig.STREAM, child), 0, 0).get(0).entry().clockMillis())
        .isEqualTo(logs.shards().head(parent).orElseThrow().entry().clockMillis());
    assertThat(rig.acknowledged).isEqualTo(5 + 6 + 7 + 8 + 9);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void childOfAParentThatIsGoneJoinsAtOnceWhereItIsListed() {
    childJoins(false);
  }

  @Test
  void childOfAParentThatIsGoneJoinsLaterWhereNobodyListsIt() {
    childJoins(true);
  }

  private void childJoins(boolean childIsHidden) {
    List<Source.Shard> halves = rig.stream.split(shards.get(1));
    String child = rig.stream.merge(shards.get(0), halves.get(0).id()).id();
    rig.putTo(child, "k", 5);
    hidden.addAll(List.of(shards.get(1), halves.get(0).id()));
    if (childIsHidden) {
      hidden.add(child);
    }
    rig.source = new Hiding(rig.stream, hidden);
    firstShardIsFoundToHaveEnded();
    if (childIsHidden) {
      assertThat(rig.deliver(rig.process(), child)).isFalse();
      rig.clock.advance(Duration.ofMinutes(11));
      rig.process().coordinator().run();
    }
    assertThat(rig.deliver(rig.process(), child)).as(rig.refusal).isTrue();
    rig.finish(rig.process());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** The mapping brings records of the last shard only. */
  private void firstShardIsFoundToHaveEnded() {
    rig.process().coordinator().run();
    rig.putTo(shards.get(2), "k", 9);
    rig.clock.advance(Duration.ofSeconds(3));
    assertThat(rig.deliver(rig.process(), shards.get(2))).as(rig.refusal).isTrue();
    rig.clock.advance(Duration.ofSeconds(3));
    rig.process().coordinator().run();
    String lane = Lanes.shard(Rig.STREAM, shards.get(0));
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    assertThat(logs.shards().head(lane).orElseThrow().entry().sealed()).isTrue();
  }

  @Test
  void childThatIsListedBeforeItsParentIsReadOutWaits() {
    rig.process().coordinator().run();
    rig.putTo(shards.get(0), "k", 5);
    String child = rig.stream.split(shards.get(0)).get(0).id();
    rig.putTo(child, "k", 6);
    rig.process().coordinator().run();
    assertThat(rig.deliver(rig.process(), child)).isFalse();
    assertThat(rig.refusal).startsWith("SLUICE-E07");
    rig.finish(rig.process());
    assertThat(rig.acknowledged).isEqualTo(11);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
