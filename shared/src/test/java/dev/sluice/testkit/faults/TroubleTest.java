package dev.sluice.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TroubleTest {
  @Test
  void runWithoutAnEndIsStoppedAndSaysAfterHowManySteps() {
    Trouble trouble = new Trouble(Chances.NONE, Dice.of(1), line -> {});
    assertThatThrownBy(
            () -> {
              while (!trouble.happens(Fault.PAUSE, () -> "before entry 7 of bucket/1/0")) {
                // as a loop that puts the same entry again and again
              }
            })
        .isInstanceOf(Endless.class)
        .hasMessage("no end after 30000000 steps, at last: pause before entry 7 of bucket/1/0");
    assertThat(trouble.counts()).isEmpty();
  }

  @Test
  void rateOfAFaultDoesNotDependOnWhichOthersThereAre() {
    for (long seed = 1; seed <= 50; seed++) {
      Chances all = Chances.draw(seed, EnumSet.allOf(Fault.class));
      for (Fault fault : Fault.values()) {
        assertThat(Chances.draw(seed, Set.of(fault)).of(fault)).isEqualTo(all.of(fault));
      }
    }
  }

  @Test
  void thingsGoWrongAtAPlaceSoOftenAtMost() {
    Trouble trouble = new Trouble(new Chances(Map.of(Fault.PAUSE, 1)), Dice.of(1), line -> {});
    for (String place : List.of("here", "there")) {
      int calm = 0;
      for (int i = 0; i < 10; i++) {
        calm += trouble.atMost(3, () -> place, () -> trouble.happens(Fault.PAUSE) ? 0 : 1, () -> 1);
      }
      assertThat(calm).isEqualTo(7);
    }
  }

  /** Seed 279867: two had died, and a third one stood still where others did. */
  @Test
  void whoStandsStillAtAPlaceCountsThereMeanwhile() {
    Trouble trouble = new Trouble(new Chances(Map.of(Fault.PAUSE, 1)), Dice.of(1), line -> {});
    int[] pauses = new int[1];
    trouble.meanwhile(() -> pauses[0] += standStill(trouble));
    assertThat(standStill(trouble)).isEqualTo(1);
    assertThat(pauses[0]).isEqualTo(1);
    assertThat(standStill(trouble)).isZero();
  }

  private static int standStill(Trouble trouble) {
    Supplier<Integer> still =
        () -> {
          trouble.mayPause(() -> "here");
          return 1;
        };
    return trouble.atMost(2, () -> "here", still, () -> 0);
  }

  @Test
  void faultsOfARunThatHasNoEndGetRarer() {
    Trouble trouble =
        new Trouble(new Chances(Map.of(Fault.LOG_READ_FAILS, 4)), Dice.of(1), line -> {});
    int[] times = new int[2];
    for (int i = 0; i < 8_000_000; i++) {
      times[i / 4_000_000] += trouble.happens(Fault.LOG_READ_FAILS) ? 1 : 0;
    }
    assertThat(times[0]).isBetween(990_000, 1_010_000);
    assertThat(times[1]).isBetween(490_000, 510_000);
  }
}
