package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.control.Status;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The end of the input is one decision. */
class EndOfInputTest {
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** An app with some records behind borders, and some in an interval that is open. */
  private static Rig runningApp() {
    Rig rig = new Rig(3, 2);
    Engine process = rig.process();
    process.coordinator().run();
    for (int i = 0; i < 30; i++) {
      rig.put("k" + i, 1 + i);
      rig.clock.advance(Duration.ofMillis(300));
    }
    rig.deliverAll(process);
    process.coordinator().run();
    return rig;
  }

  @Test
  void inputEndsThoughAShardWasSplitJustBefore() {
    Rig rig = runningApp();
    String parent = rig.stream.shards(Rig.STREAM).get(0).id();
    rig.putTo(parent, "k0", 1000);
    rig.stream.split(parent).forEach(child -> rig.putTo(child.id(), "k1", 100));
    rig.finish(rig.process());
    assertThat(rig.acknowledged).isEqualTo(465 + 1200);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void inputEndsInOneCallThoughAnEmptyShardWasSplitAndMergedAgain() {
    Rig rig = runningApp();
    var children = rig.stream.split(rig.stream.shards(Rig.STREAM).get(2).id());
    rig.stream.merge(children.get(0).id(), children.get(1).id());
    assertThat(rig.process().coordinator().finish()).isTrue();
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** A shard that has ended and does not say so yet, while its children are listed. */
  private static final class Silent extends ForwardingSource {
    private final String shard;

    Silent(Source source, String shard) {
      super(source);
      this.shard = shard;
    }

    @Override
    public Probe probe(String stream, String shardId, Position after) {
      return shardId.equals(shard)
          ? new Probe(true, 0, false, List.of())
          : super.probe(stream, shardId, after);
    }
  }

  @Test
  void shardThatWaitsForTheEndOfItsParentHoldsTheEndBack() {
    Rig rig = runningApp();
    String parent = rig.stream.shards(Rig.STREAM).get(0).id();
    rig.stream.split(parent).forEach(child -> rig.putTo(child.id(), "k1", 100));
    rig.source = new Silent(rig.stream, parent);
    assertThat(rig.process().coordinator().finish()).isFalse();
    assertThat(rig.process().status().finished()).isFalse();

    rig.source = rig.stream;
    rig.finish(rig.process());
    assertThat(rig.acknowledged).isEqualTo(465 + 200);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void streamThatDoesNotListItsShardsHoldsTheEndBack() {
    Rig rig = runningApp();
    rig.source = new Unlisted(rig.stream, why -> new StoreUnavailableException(why, null));
    assertThat(rig.process().coordinator().finish()).isFalse();
    assertThat(rig.process().status().finished()).isFalse();

    rig.source = rig.stream;
    assertThat(rig.process().coordinator().finish()).isTrue();
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void recordsThatAreNotTakenYetHoldTheEndBack() {
    Rig rig = runningApp();
    rig.put("k", 5);
    assertThat(rig.process().coordinator().finish()).isFalse();
    assertThat(rig.process().status().finished()).isFalse();
    rig.deliverAll(rig.process());
    assertThat(rig.process().coordinator().finish()).isTrue();
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  /** Runs a scenario once for each moment around the puts of a call of finish(). */
  private static void atEachMomentOfTheEnd(BiConsumer<Rig, Integer> behind, MomentAction action) {
    int moments = momentsOfTheEnd();
    int crashed = 0;
    for (int moment = 0; moment < moments; moment++) {
      int now = moment;
      Rig rig = runningApp();
      WatchedLog log =
          new WatchedLog(
              rig.log,
              each -> {
                if (each == now) {
                  action.happens(rig);
                }
              });
      try {
        rig.process(log).coordinator().finish();
      } catch (Crash e) {
        crashed++;
      }
      behind.accept(rig, crashed);
      rig.assertResultsAreThoseOfWhatWasAcknowledged();
    }
  }

  private static int momentsOfTheEnd() {
    Rig rig = runningApp();
    WatchedLog log = new WatchedLog(rig.log, moment -> {});
    assertThat(rig.process(log).coordinator().finish()).isTrue();
    assertThat(log.moments()).isGreaterThan(20);
    return log.moments();
  }

  private interface MomentAction {
    void happens(Rig rig);
  }

  @Test
  void anyCoordinatorCarriesTheEndOutWhereverTheOneThatDecidedItDies() {
    int[] carriedOut = {0};
    atEachMomentOfTheEnd(
        (rig, crashed) -> {
          Engine ordinary = rig.process();
          ordinary.coordinator().run();
          carriedOut[0] += ordinary.coordinator().isFinished() && crashed > 0 ? 1 : 0;
          rig.finish(rig.process());
        },
        rig -> {
          throw new Crash();
        });
    assertThat(carriedOut[0]).isGreaterThan(15);
  }

  @Test
  void twoCoordinatorsThatFinishComeToTheSameEnd() {
    atEachMomentOfTheEnd(
        (rig, crashed) -> rig.finish(rig.process()),
        rig -> assertThat(rig.process().coordinator().finish()).isTrue());
  }

  @Test
  void coordinatorThatFinishesAndOrdinaryOneComeToTheSameEnd() {
    atEachMomentOfTheEnd(
        (rig, crashed) -> rig.finish(rig.process()), rig -> rig.process().coordinator().run());
  }

  @Test
  void recordThatArrivesWhileTheInputEndsIsCountedOrRefused() {
    int[] taken = {0};
    int[] refused = {0};
    atEachMomentOfTheEnd(
        (rig, crashed) -> {},
        rig -> {
          for (var shard : rig.stream.shards(Rig.STREAM)) {
            rig.putTo(shard.id(), "late", 10_000);
            if (rig.deliver(rig.process(), shard.id())) {
              taken[0]++;
            } else {
              refused[0]++;
              assertThat(rig.refusal).startsWith("SLUICE-E08");
            }
          }
        });
    assertThat(List.of(taken[0], refused[0])).allMatch(count -> count > 10);
  }

  @Test
  void warmTransformIsToldThatTheInputHasEnded() {
    Rig rig = runningApp();
    Engine warm = rig.process();
    rig.put("k", 1);
    rig.deliverAll(warm);
    rig.finish(rig.process());
    rig.stream.shards(Rig.STREAM).forEach(shard -> rig.putTo(shard.id(), "k", 7));
    for (var shard : rig.stream.shards(Rig.STREAM)) {
      assertThat(rig.deliver(warm, shard.id())).isFalse();
      assertThat(rig.refusal).startsWith("SLUICE-E08");
    }
  }

  @Test
  void shardThatAppearsBehindTheEndIsRefused() {
    Rig rig = runningApp();
    rig.finish(rig.process());
    var children = rig.stream.split(rig.stream.shards(Rig.STREAM).get(0).id());
    rig.putTo(children.get(0).id(), "k", 7);
    assertThat(rig.deliver(rig.process(), children.get(0).id())).isFalse();
    assertThat(rig.refusal).startsWith("SLUICE-E08");
    rig.process().coordinator().run();
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void finishedAppSaysSoForGood() {
    Rig rig = runningApp();
    rig.finish(rig.process());
    Status before = rig.process().status();
    assertThat(before.counters()).containsEntry("records", 30L).containsKey("rows.batch");
    for (int i = 0; i < 5; i++) {
      rig.sleep(Rig.LIFETIME);
    }
    assertThat(rig.process().coordinator().finish()).isTrue();
    Status after = rig.process().status();
    assertThat(after.finished()).isTrue();
    assertThat(after.counters()).isEqualTo(before.counters());
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }
}
