package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ProofIT {
  private static final int LINES = 6_000;

  @Test
  void disturbancesChangeNoByteOfAnyOutput() {
    Command prove = Command.run("prove", "--seed", 2, "--lines", LINES, "--json");

    assertThat(prove.code()).as(prove.out()).isZero();
    JsonObject proof = prove.json();
    assertThat(proof.get("proved").getAsBoolean()).isTrue();
    assertThat(proof.get("differences").getAsJsonArray()).isEmpty();
    assertThat(proof.get("missing").getAsJsonArray()).isEmpty();
    JsonObject calm = proof.getAsJsonObject("undisturbed");
    JsonObject troubled = proof.getAsJsonObject("disturbed");
    assertThat(calm.get("records taken").getAsInt()).isEqualTo(LINES);
    assertThat(troubled.get("records taken").getAsInt()).isEqualTo(LINES);
    assertThat(troubled.get("records delivered").getAsInt()).isGreaterThan(LINES);
    assertThat(troubled.get("late values")).isEqualTo(calm.get("late values"));
  }
}
