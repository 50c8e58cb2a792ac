package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.faults.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static List<Comparison.Row> rows(Set<Fault> faults) {
    return new Comparison(faults).run(1, 40, seed -> {});
  }

  @Test
  void allWaysAreRightWhereNothingGoesWrong() {
    assertThat(rows(Set.of())).hasSize(4);
    assertThat(rows(Set.of())).allMatch(each -> each.wrongSeeds() == 0 && each.sums() > 0);
  }

  @Test
  void onlyTheToolkitIsRightWhereAllGoesWrong() {
    List<Comparison.Row> rows = rows(EnumSet.allOf(Fault.class));
    assertThat(rows.get(0).way()).isEqualTo(Comparison.TOOLKIT);
    assertThat(rows.get(0).wrongSeeds()).isZero();
    assertThat(rows.subList(1, 4)).allMatch(each -> each.wrongSeeds() > 0);
  }

  @Test
  void markerBeforeTheWriteLosesWhatACrashLeavesUndone() {
    List<Comparison.Row> rows = rows(EnumSet.of(Fault.CRASH_BEFORE_COMMIT));
    assertThat(rows.get(0).wrongSeeds()).isZero();
    assertThat(rows.get(2).tooLow()).isPositive();
  }

  @Test
  void addingCountsTwiceWhatIsDeliveredAgain() {
    List<Comparison.Row> rows = rows(EnumSet.of(Fault.ANSWER_LOST));
    assertThat(rows.get(0).wrongSeeds()).isZero();
    assertThat(rows.get(1).tooHigh()).isPositive();
    assertThat(rows.get(1).tooLow()).isZero();
  }
}
