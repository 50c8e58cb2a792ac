package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ProofIT {
  private static final int LINES = 6_000;

  @Test
  void disturbancesChangeNoByteOfAnyOutput() throws Exception {
    Proof proof = new Proof(2, LINES, problem -> {});

    Proof.Outcome calm = proof.undisturbed();
    Proof.Outcome troubled = proof.disturbed();

    assertThat(Proof.differences(calm, troubled)).isEmpty();
    assertThat(Proof.shortcomings(calm, troubled)).isEmpty();
    assertThat(troubled.counters()).containsEntry(Counters.RECORDS, (long) LINES);
    assertThat(troubled.counters().get(Counters.LATE))
        .isEqualTo(calm.counters().get(Counters.LATE));
  }
}
