package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints by the command line, on a state that was kept. */
@Timeout(180)
class CheckpointIT {
  @TempDir Path directory;

  private Path input;

  @BeforeEach
  void runOnce() throws IOException {
    input = directory.resolve("words.txt");
    Files.write(input, List.of("cat dog", "dog"));
    Command run = run("out");
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Command run(String out) {
    return Command.run(
        "run",
        "word-count",
        "--input",
        input,
        "--interval",
        "200ms",
        "--state",
        directory.resolve("state"),
        "--out",
        directory.resolve(out));
  }

  private Command command(String name, Object... more) {
    List<Object> all = new ArrayList<>(List.of(name, "word-count"));
    all.addAll(List.of("--state", directory.resolve("state")));
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  private void removeTable() throws IOException {
    remove(directory.resolve("state/dynamodb"));
  }

  private static void remove(Path all) throws IOException {
    try (Stream<Path> files = Files.walk(all)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void checkpointsAreTakenListedVerifiedAndRestored() throws IOException {
    Command taken = command("checkpoint");
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out()).startsWith("checkpoint ");
    long number = Long.parseLong(taken.out().split("[ \t]")[1]);

    Command list = command("inspect");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out().lines()).hasSizeGreaterThan((int) number);
    Command one = command("inspect", "--checkpoint", number, "--verify");
    assertThat(one.out()).contains("control\tentries", "write units", "it is whole");
    Command json = command("inspect", "--json", "--checkpoint", number);
    assertThat(json.out()).contains("\"number\":" + number);

    Command refused = command("restore");
    assertThat(refused.code()).isEqualTo(Main.FAILED);
    assertThat(refused.err()).contains("SLUICE-B05");

    removeTable();
    Command restored = command("restore", "--checkpoint", number, "--json");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.json().get("number").getAsLong()).isEqualTo(number);
    assertThat(restored.json().get("passedOver").isJsonNull()).isTrue();
    assertThat(restored.err()).contains("run the app again");
    Command again = run("out");
    assertThat(again.out() + again.err()).contains("finished");
  }

  @Test
  void checkpointsBehindTheOneThatWasRestoredAreOfATableThatWasGivenUp() throws IOException {
    Command taken = command("checkpoint", "--json");
    long newest = taken.json().get("number").getAsLong();
    assertThat(newest).as(taken.err()).isPositive();
    assertThat(command("inspect").out()).doesNotContain("given up");

    removeTable();
    assertThat(command("restore", "--checkpoint", 0).code()).isZero();
    assertThat(command("inspect", "--checkpoint", 0).out()).doesNotContain("given up");
    assertThat(command("inspect", "--checkpoint", newest).out())
        .contains("\tof a table that was given up: passed over\n");
    Command json = command("inspect", "--checkpoint", newest, "--json");
    assertThat(json.json().get("givenUp").getAsBoolean()).isTrue();
  }

  @Test
  void damageIsNoticedAndNamed() throws IOException {
    Path packs = directory.resolve("state/s3/word-count-spills/checkpoints/pack");
    try (Stream<Path> all = Files.list(packs)) {
      for (Path each : all.toList()) {
        Files.write(each, new byte[] {1, 2, 3});
      }
    }
    Command verify = command("inspect", "--verify");
    assertThat(verify.code()).isEqualTo(Main.FAILED);
    assertThat(verify.err()).contains("checkpoint 0", "checkpoints/pack/");
    removeTable();
    Command restore = command("restore");
    assertThat(restore.code()).isEqualTo(Main.FAILED);
    assertThat(restore.err()).contains("SLUICE-B01");
  }

  @Test
  void resetWantsTheNameTwiceAndBeginsAnew() throws IOException {
    Command careless = command("reset");
    assertThat(careless.code()).isEqualTo(2);
    assertThat(careless.err()).contains("--yes word-count");

    Command reset = command("reset", "--yes", "word-count");
    assertThat(reset.code()).as(reset.err()).isZero();
    Path results = directory.resolve("state/s3/word-count");
    assertThat(reset.out())
        .contains(
            "entries were removed",
            "empty " + directory.resolve("out") + " and " + results + ", ",
            "SLUICE-E05");
    Command nothing = command("checkpoint");
    assertThat(nothing.code()).isEqualTo(Main.NOTHING_TO_DO);

    remove(directory.resolve("out"));
    remove(results);
    Command anew = run("out");
    assertThat(anew.code()).as(anew.err()).isZero();
    assertThat(directory.resolve("out")).isNotEmptyDirectory();
  }

  @Test
  void resetToTheCheckpointGoesOnFromIt() {
    Command reset = command("reset", "--to-checkpoint", "--yes", "word-count", "--json");
    assertThat(reset.code()).as(reset.err()).isZero();
    assertThat(reset.json().get("removedEntries").getAsLong()).isPositive();
    assertThat(reset.json().get("beginsFrom").getAsString()).startsWith("checkpoint ");
    Command restored = command("restore");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("restored checkpoint", "run the app again");
  }

  @Test
  void resetToACheckpointWithoutLanesHasNothingToDo() throws IOException {
    removeTable();
    Command reset = command("reset", "--to-checkpoint", "--yes", "word-count");
    assertThat(reset.code()).as(reset.out()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(reset.err()).contains("there are no lanes of 'word-count'");
    assertThat(command("restore").code()).as("which is left to restore").isZero();
  }

  @Test
  void appWithoutLanesBeginsFromNothingWhereThatIsSaid() throws IOException {
    removeTable();
    Command reset = command("reset", "--yes", "word-count");
    assertThat(reset.code()).as(reset.out() + reset.err()).isZero();
    assertThat(command("restore").err()).contains("SLUICE-B05", "is to begin from nothing");
    assertThat(command("reset", "--yes", "word-count").code()).as("once more").isZero();
  }

  @Test
  void resetToACheckpointThatIsNotWholeRemovesNothingAndNamesTheDamage() throws IOException {
    Path packs = directory.resolve("state/s3/word-count-spills/checkpoints/pack");
    try (Stream<Path> all = Files.list(packs)) {
      for (Path each : all.toList()) {
        byte[] bytes = Files.readAllBytes(each);
        bytes[0]++; // of a lane that comes before the control lane
        Files.write(each, bytes);
      }
    }
    Command reset = command("reset", "--to-checkpoint", "--yes", "word-count");
    assertThat(reset.code()).as(reset.out()).isEqualTo(Main.FAILED);
    assertThat(reset.err()).contains("checkpoint 0", "checkpoints/pack/", "nothing was removed");
    assertThat(command("checkpoint").code()).as("the lanes are there").isZero();
  }

  @Test
  void checkpointIsKeptUnderANameAndRestoredFromThere() throws IOException {
    Command kept = command("checkpoint", "--keep", "a-name", "--json");
    assertThat(kept.code()).as(kept.err()).isZero();
    assertThat(kept.json().get("kept").getAsString()).isEqualTo("a-name");
    assertThat(kept.json().get("goodUntil").getAsString()).isEqualTo("for good");
    assertThat(command("inspect").out())
        .contains("checkpoint 'a-name'\t", "\tkept for good", "checkpoint 0\t", "\tgood until 20");
    Command one = command("inspect", "--kept", "a-name", "--verify");
    assertThat(one.out()).as(one.err()).contains("control\tentries", "it is whole");
    assertThat(command("inspect", "--kept", "a-name", "--json").out())
        .contains("\"kept\":\"a-name\"");
    Command again = command("checkpoint", "--keep", "a-name");
    assertThat(again.code()).isEqualTo(Main.FAILED);
    assertThat(again.err()).contains("SLUICE-B06");
    assertThat(command("inspect", "--kept", "other").err())
        .contains("checkpoint 'other': there is no such checkpoint");
    assertThat(command("restore", "--kept", "a-name", "--checkpoint", 0).code()).isEqualTo(2);

    removeTable();
    Command restored = command("restore", "--kept", "a-name");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("restored checkpoint 'a-name'");
    Command run = run("out");
    assertThat(run.out() + run.err()).contains("finished");
  }

  @Test
  void whatIsNotThereIsSaid() {
    Command unknown = command("inspect", "--checkpoint", 99);
    assertThat(unknown.code()).isEqualTo(Main.FAILED);
    assertThat(unknown.err()).contains("checkpoint 99: there is no such checkpoint");
    Command other = Command.run("inspect", "clicks", "--state", directory.resolve("state"));
    assertThat(other.err()).contains("is the state of app 'word-count'");
    Command half = Command.run("inspect", "clicks", "--lanes", "t");
    assertThat(half.err()).contains("both --lanes and --spills");
  }
}
