package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ProofIT {
  private static final int LINES = 6_000;
  private static final int FEW = 500;

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

  @Test
  void functionsInProcessesOfTheirOwnThatAreKilledChangeNoByteEither() {
    Command prove =
        Command.run(
            "prove",
            "--isolated",
            "--template",
            "src/test/resources/isolated.yaml",
            "--lines",
            FEW,
            "--json");

    JsonObject proof = prove.json();
    assertThat(proof.get("differences").getAsJsonArray()).isEmpty();
    assertThat(proof.get("missing").toString())
        .as("nothing is late in so few lines, and so it is no proof")
        .contains("late values");
    assertThat(prove.code()).isEqualTo(Main.FAILED);
    JsonObject calm = proof.getAsJsonObject("undisturbed");
    JsonObject troubled = proof.getAsJsonObject("disturbed");
    assertThat(calm.get("records taken").getAsInt()).isEqualTo(FEW);
    assertThat(troubled.get("records taken").getAsInt()).isEqualTo(FEW);
    assertThat(troubled.get("processes killed").getAsInt()).isPositive();
    assertThat(calm.get("processes killed").getAsInt()).isZero();
    assertThat(calm.get("output files").getAsInt()).isPositive();
  }
}
