package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Logs;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When tables fall back, in an app that has begun. */
class LossesTest {
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(1), 2, Duration.ofMillis(50), Duration.ofHours(1), 2, Duration.ZERO);

  private static final List<String> NO_BROADCASTS = List.of();

  private final Chances falls = new Chances(Map.of(Fault.TABLE_RESTORED, 1));

  @Test
  void tablesFallBackWhileSomebodyStandsStill() {
    assertThat(happens(NO_BROADCASTS, falls, true, false)).isTrue();
  }

  /** Seed 386994: a content was kept for a batch that the next table had published without it. */
  @Test
  void noTableFallsBackWhileSomebodyMayKeepWhatItAnnounced() {
    assertThat(happens(List.of("rates"), falls, true, false)).isFalse();
    assertThat(happens(List.of("rates"), falls, false, false)).isTrue();
  }

  /** Seed 560985: a checkpoint had more steps of the old code than the next table. */
  @Test
  void noTableOfAnAppThatChangesFallsBackWhileSomebodyMayTakeACheckpoint() {
    Chances changes = falls.with(Fault.COMPATIBLE_CHANGE, 1);
    assertThat(happens(NO_BROADCASTS, changes, true, false)).isFalse();
    assertThat(happens(NO_BROADCASTS, changes, false, false)).isTrue();
  }

  /** As in history 560985, with a checkpoint of before. */
  @Test
  void noTableFallsBackBeforeAChangeThatWasDeployedHasTakenOver() {
    assertThat(happens(NO_BROADCASTS, falls, false, true)).isFalse();
  }

  /** Its owner leaves the number of buckets as it is, or as it was last. */
  @Test
  void noTableFallsBackBeforeANumberOfBucketsThatWasDeployedIsInForce() {
    Chances spreads = falls.with(Fault.LAYOUT_CHANGE, 1);
    assertThat(happens(NO_BROADCASTS, spreads, false, 3, false)).isFalse();
    assertThat(happens(NO_BROADCASTS, spreads, false, 2, false)).isTrue();
    assertThat(happens(NO_BROADCASTS, spreads, true, 2, false)).isFalse();
    assertThat(happens(NO_BROADCASTS, falls, false, 3, false)).isTrue();
  }

  private static boolean happens(
      List<String> broadcasts, Chances chances, boolean atWork, boolean changing) {
    return happens(broadcasts, chances, atWork, 2, changing);
  }

  private static boolean happens(
      List<String> broadcasts, Chances chances, boolean atWork, int buckets, boolean changing) {
    Subject subject =
        new Words() {
          @Override
          public List<String> broadcasts() {
            return broadcasts;
          }
        };
    Stores stores = new Stores(subject, 1, 1);
    ControlEntry begun = ControlEntry.nothing("graph", 1000, 2, 0, subject.beginMillis());
    new Logs(stores.ports(), SETTINGS).control().append(Lanes.CONTROL, 0, begun);
    Trouble trouble = new Trouble(chances, Dice.of(1), line -> {});
    return new Losses(stores, SETTINGS, subject).happen(trouble, atWork, buckets, () -> changing);
  }
}
