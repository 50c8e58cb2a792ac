package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Clocks that go back in each case. */
class SkewsTest {
  private static final int PROCESSES = 5;

  private final Trouble trouble =
      new Trouble(new Chances(Map.of(Fault.CLOCK_BACK, 1)), Dice.of(1), line -> {});
  private final Skews skews = new Skews(PROCESSES, trouble);

  @Test
  void clocksGoBack() {
    skews.maySetOneBack(true);
    assertThat(areRight()).isFalse();
  }

  /** Seed 715695: who restored the app had a clock of before its table was lost. */
  @Test
  void clocksRightThemselvesWhenATableIsLost() {
    skews.maySetOneBack(true);
    skews.right();
    assertThat(areRight()).isTrue();
  }

  /** As in history 715695, with a clock that goes back just then. */
  @Test
  void noClockGoesBackBeforeTheAppHasBegunInItsTable() {
    for (int n = 0; n < PROCESSES; n++) {
      skews.maySetOneBack(false);
    }
    assertThat(areRight()).isTrue();
  }

  private boolean areRight() {
    return LongStream.range(0, PROCESSES)
        .map(i -> skews.millis((int) i))
        .allMatch(each -> Math.abs(each) <= Skews.ERROR_MILLIS);
  }
}
