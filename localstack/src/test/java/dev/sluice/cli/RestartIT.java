package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process that is stopped, with file-backed services. */
@Timeout(180)
class RestartIT {
  private static final int LINES = 24_000;
  private static final Pattern GOING_ON = Pattern.compile("going on behind line ([0-9]+) of");

  @TempDir Path directory;

  private Path input;

  @BeforeEach
  void writeInput() throws IOException {
    input = directory.resolve("readings.csv");
    Files.write(input, Readings.disordered(7, LINES));
  }

  @Test
  void killedAgainAndAgainGivesTheBytesOfARunThatWasLeftAlone() throws Exception {
    Object[] rate = {"--rate", 2_000};
    Command calm = Command.run(arguments("calm", rate));
    assertThat(calm.code()).as(calm.err()).isZero();

    rate = new Object[] {"--rate", 2_000, "--checkpoint-every", "2s"};
    long before = 0;
    for (String said : List.of("sending: ", "sending: ", "sending: " + LINES)) {
      Command killed = killWhenSaid(said, rate); // the last time while it finishes
      assertThat(killed.code()).as(killed.err()).isEqualTo(128 + 9);
      long sent = goingOnBehind(killed);
      assertThat(sent).isBetween(before, LINES - 1L);
      before = sent;
    }
    assertThat(before).as("lines that had come before the third process").isPositive();
    letTheRunGoOnFromACheckpoint();
    Command last = start(rate).await();

    assertThat(goingOnBehind(last)).as(last.err()).isEqualTo(LINES);
    assertThat(last.code()).as(last.err()).isZero();
    SortedMap<String, String> results = Tree.of(directory.resolve("out"));
    Tree.assertSame(results, Tree.of(directory.resolve("calm")));
    Tree.assertSame(results, Tree.of(directory.resolve("state/s3/oil-pumps")));
    assertThat(Arrived.in(directory.resolve("state")))
        .extracting(each -> each.arrival().line())
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(input));

    Command again = start(rate).await();
    assertThat(again.code()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(again.err()).contains("was finished").contains("take another --state");
    assertThat(again.out()).as("the report").isEqualTo(last.out());
    Tree.assertSame(Tree.of(directory.resolve("out")), results);
  }

  /**
   * What was published since the run took its last one must come once more, with the same bytes.
   * Entries of a run with --rate expire by its clock, which stands at the time of the readings.
   */
  private void letTheRunGoOnFromACheckpoint() {
    Object[] kept = {"oil-pumps", "--state", directory.resolve("state")};
    for (List<String> command :
        List.of(
            List.of("checkpoint", "--keep", "for-good"),
            List.of("reset", "--to-checkpoint", "--yes", "oil-pumps"),
            List.of("restore"))) {
      List<Object> all = new ArrayList<>(command);
      all.addAll(1, List.of(kept));
      Command done = Command.run(all.toArray());
      assertThat(done.code()).as(command + " " + done.err()).isZero();
    }
  }

  @Test
  void interruptedRunKeepsWhatIsCommittedAndSaysHowToGoOn() throws Exception {
    Command stopped;
    try (CommandProcess process = start()) {
      process.awaitSaid("sending: ");
      if (process.ignoresInterrupts()) {
        String why = "skipped because this process was started with SIGINT ignored";
        System.out.println("interruptedRunKeepsWhatIsCommittedAndSaysHowToGoOn: " + why);
        abort(why);
      }
      stopped = process.interrupt();
    }

    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.err())
        .contains("stopped. What was committed is kept; the same command goes on.")
        .doesNotContain("unexpected", "Exception");
    SortedMap<String, String> soFar = Tree.of(directory.resolve("state/s3/oil-pumps"));

    Command last = start().await();
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(goingOnBehind(last)).isBetween(1L, (long) LINES);
    SortedMap<String, String> results = Tree.of(directory.resolve("out"));
    assertThat(results).containsAllEntriesOf(soFar);
    List<Arrived> arrived = Arrived.in(directory.resolve("state"));
    assertThat(arrived).hasSize(LINES);
    OilPumpFiles.assertAsTheOracleSays(
        results, arrived, Duration.ofSeconds(1), List.of(), List.of());
  }

  private Object[] arguments(String out, Object... more) {
    Object[] fixed = {
      "run", "oil-pumps", "--input", input, "--shards", 4, "--buckets", 4,
    };
    Object[] all = java.util.Arrays.copyOf(fixed, fixed.length + 2 + more.length);
    all[fixed.length] = "--out";
    all[fixed.length + 1] = directory.resolve(out);
    System.arraycopy(more, 0, all, fixed.length + 2, more.length);
    return all;
  }

  private CommandProcess start(Object... more) throws IOException {
    Object[] all = arguments("out", more);
    Object[] kept = java.util.Arrays.copyOf(all, all.length + 2);
    kept[all.length] = "--state";
    kept[all.length + 1] = directory.resolve("state");
    return CommandProcess.start(directory, kept);
  }

  private Command killWhenSaid(String line, Object... more) throws Exception {
    try (CommandProcess process = start(more)) {
      process.awaitSaid(line);
      return process.kill();
    }
  }

  /** Nothing where it began. */
  private static long goingOnBehind(Command command) {
    Matcher line = GOING_ON.matcher(command.err());
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }
}
