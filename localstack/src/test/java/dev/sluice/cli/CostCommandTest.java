package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostCommandTest {
  private static final int LINES = 400;

  @TempDir Path scratch;

  private Path lines(String... lines) throws IOException {
    return Files.writeString(scratch.resolve("lines.txt"), String.join("\n", lines) + "\n");
  }

  private Path words() throws IOException {
    return lines(Collections.nCopies(LINES, "to be or not to be").toArray(String[]::new));
  }

  private static double number(JsonObject of, String name) {
    return of.get(name).getAsDouble();
  }

  @Test
  void whatWasUsedIsScaledToAMillionRecords() throws IOException {
    Command cost = Command.run("cost", "word-count", "--input", words(), "--rate", 1, "--json");
    assertThat(cost.code()).as(cost.err()).isZero();
    assertThat(cost.err()).isEmpty();
    JsonObject used = cost.json().getAsJsonObject("used");
    JsonObject million = cost.json().getAsJsonObject("aMillionRecords");
    assertThat(number(cost.json(), "records")).isEqualTo(LINES);
    assertThat(number(cost.json(), "seconds")).isEqualTo(400.0);
    assertThat(used.keySet()).hasSize(7).isEqualTo(million.keySet());
    for (String name : used.keySet()) {
      assertThat(number(million, name))
          .as(name)
          .isCloseTo(number(used, name) * 1_000_000 / LINES, within(1e-6 * number(million, name)));
    }
    // A call each 2 s, each with an entry; a batch each 10 s with its border and its step.
    assertThat(number(used, "DynamoDB write units")).isBetween(200.0 + 80, 200.0 + 200);
  }

  @Test
  void figuresForPeopleAreThoseForPrograms() throws IOException {
    Command people = Command.run("cost", "word-count", "--input", words(), "--rate", 1);
    JsonObject used =
        Command.run("cost", "word-count", "--input", words(), "--rate", 1, "--json")
            .json()
            .getAsJsonObject("used");
    assertThat(people.out())
        .startsWith("400 records in 400.0 s, batches of 10.0 s, buckets: 1, shards: 1")
        .containsPattern(
            "DynamoDB write units +" + (long) number(used, "DynamoDB write units") + " ")
        .endsWith("\non demand, us-east-1, without Kinesis itself; Lambda on arm64 at 1,024 MB\n");
  }

  @Test
  void whatSinksWriteElsewhereIsNotWrittenAndSaidToBeLeftOut(@TempDir Path dir) throws IOException {
    String define =
        "stream.kinesis(\"lines\", Decoder.utf8()).foreachBatch(Codecs.string(), (rows, batch) ->"
            + " { throw new IllegalStateException(\"called\"); });";
    Path classes =
        UserApps.compile(dir, Map.of("com.example.Calls", UserApps.source("Calls", "", define)));
    String jar = UserApps.jar(classes, dir.resolve("calls.jar")).toString();
    Command cost =
        Command.run(
            "cost", "--jar", jar, "--class", "com.example.Calls", "--input", words(), "--rate", 1);
    assertThat(cost.code()).as(cost.err()).isZero();
    assertThat(cost.err()).contains("left out, and not written: batches-1");
  }

  @Test
  void deadLettersAndTooFewBatchesAreSaidBesideTheFigures() throws IOException {
    Command cost = Command.run("cost", "clicks", "--input", lines("oops", "no click", "neither"));
    assertThat(cost.code()).isZero();
    assertThat(cost.err())
        .contains("3 of 3 records became dead letters")
        .contains("less than 20 batches");
  }
}
