package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code _SUCCESS} of an app whose stage was given up, and came back behind a loss of the table.
 */
class RestoredMarkersTest extends GrownLife {
  /** What follows the lanes stood where those of the lost table had been, and waited there. */
  @Test
  void directoriesAreCompleteThoughALaneOfARestoredTableBeganAnew() {
    backToOldCodeThenLostThenGrownAgain();
    live(process(true, NONE), 5);
    assertAllDirectoriesAreComplete();
  }

  /** Or it stood behind entries that it had never read. */
  @Test
  void directoriesAreCompleteThoughTheLaneIsLongerThanItWasWhenTheyAreLookedAt() {
    backToOldCodeThenLostThenGrownAgain();
    liveWithoutMarkers(8);
    assertAllDirectoriesAreComplete();
  }

  /** The next checkpoint went by the same pointers, where the lane had a whole state since. */
  @Test
  void directoriesAreCompleteThoughTheTableIsLostOnceMoreBeforeTheyAreLookedAt() {
    backToOldCodeThenLostThenGrownAgain();
    liveWithoutMarkers(250);
    new CheckpointDesk(rig.ports(log), Rig.LIFETIME).take(GrownApp.plan(true));
    loseTable();
    assertAllDirectoriesAreComplete();
  }

  private void liveWithoutMarkers(int seconds) {
    Engine grown = process(true, NONE);
    grown.coordinator().run();
    for (int second = 0; second < seconds; second++) {
      rig.put("k" + second % 3, 1);
      rig.deliverAll(grown);
      rig.clock.advance(Duration.ofSeconds(1));
      withoutMarkers(grown);
    }
  }

  /** Steps of all buckets, and no time for what follows them. */
  private void withoutMarkers(Engine process) {
    int[] left = {1};
    process.coordinator().run(() -> left[0]-- > 0);
    process.advance(1, List.of(0, 1));
    process.advance(2, List.of(0, 1));
  }

  private void backToOldCodeThenLostThenGrownAgain() {
    live(process(true, NONE), 5);
    rig.clock.advance(Duration.ofMinutes(2));
    process(true, NONE).coordinator().run(); // all batches are published
    process(retiring(), ALWAYS).coordinator().run();
    loseTable();
    rig.clock.advance(Duration.ofMinutes(2));
  }

  private void assertAllDirectoriesAreComplete() {
    rig.finish(process(true, NONE));
    for (String sink : List.of("sums-", "total-")) {
      assertThat(files(sink).keySet().stream().map(each -> each.replaceAll("/.*", "/_SUCCESS")))
          .isSubsetOf(files(sink).keySet());
    }
  }
}
