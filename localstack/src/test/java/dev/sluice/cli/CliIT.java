package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users meet when they run examples, on right input and on wrong. */
class CliIT {
  @TempDir Path scratch;
  private Path out;
  private Path words;

  @BeforeEach
  void files() throws IOException {
    out = scratch.resolve("out");
    words = Files.write(scratch.resolve("words.txt"), List.of("to be or not", "to be"));
  }

  private Command words(Object... more) {
    List<Object> all = new ArrayList<>(List.of("run", "word-count", "--out", out, "--rate", 10));
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  private static void failed(Command command, int code, String... texts) {
    assertThat(command.code()).as(command.err()).isEqualTo(code);
    assertThat(command.err()).contains(texts).doesNotContain("\tat ", "unexpected");
  }

  @Test
  void aFileIsCountedAndOnlyTheReportIsOnStandardOutput() throws IOException {
    Command command = words("--input", words);
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(Rows.of(out, "word-count")).containsExactly("be,2", "not,1", "or,1", "to,2");
    assertThat(command.out()).startsWith("records                     2").endsWith("out\n");
    assertThat(command.err().lines()).containsExactly("sending: 2 of 2");
  }

  @Test
  void standardInputIsReadToItsEnd() throws IOException {
    Command command =
        Command.withInput(
            "a b\na", "run", "word-count", "--input", "-", "--out", out, "--rate", 10, "--json");
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(command.json().get("records").getAsInt()).isEqualTo(2);
    assertThat(command.json().get("out").getAsString()).isEqualTo(out.toString());
    assertThat(Rows.of(out, "word-count")).containsExactly("a,2", "b,1");
  }

  @Test
  void aLineThatIsNotTextIsADeadLetterAndTheRestCounts() throws IOException {
    Files.write(words, new byte[] {'a', '\n', -1, -2, '\n', 'b'});
    Command command = words("--input", words);
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(Rows.of(out, "word-count")).containsExactly("a,1", "b,1");
    assertThat(Rows.of(out, "dead-letter")).hasSize(1);
  }

  @Test
  void anInputOfWhichNothingCanBeReadFails() throws IOException {
    Command command = Command.run("run", "oil-pumps", "--input", words, "--out", out);
    failed(command, Main.FAILED, "could not read a single record", "dead-letter");
    assertThat(Rows.of(out, "dead-letter")).as("no line is lost").hasSize(2);
  }

  @Test
  void anEmptyInputSaysSoAndLeavesTheStateOpen() throws IOException {
    Path empty = Files.createFile(scratch.resolve("empty.txt"));
    Path state = scratch.resolve("state");
    failed(words("--input", empty, "--state", state), Main.NOTHING_TO_DO, "the input is empty");
    Files.write(empty, List.of("now there is"));
    Command again = words("--input", empty, "--state", state);
    assertThat(again.code()).as(again.err()).isZero();
    failed(words("--input", empty, "--state", state), Main.NOTHING_TO_DO, "was finished");
  }

  @Test
  void aLineThatNoRecordCanHoldIsNamedAndGoneBehindOnceItIsMended() throws IOException {
    Files.writeString(words, "first\n" + "x".repeat(1 << 20) + "\nlast\n");
    Path state = scratch.resolve("state");
    failed(
        words("--input", words, "--state", state),
        Main.FAILED,
        "line 2 has 1048576 bytes",
        "1 lines before it have been sent",
        "the same command goes on");
    Files.writeString(words, "first\nsplit\nlast\n");
    Command again = words("--input", words, "--state", state);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Rows.of(out, "word-count")).containsExactly("first,1", "last,1", "split,1");
  }

  @Test
  void aStateGoesOnWithItsOwnAppAndSettingsOnlyAndARefusalChangesNothing() throws IOException {
    Path state = scratch.resolve("state");
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "x");
    failed(words("--input", words, "--state", state), Main.FAILED, "is not empty");
    failed(words("--input", words, "--state", state), Main.FAILED, "is not empty");
    Files.delete(out.resolve("mine.txt"));
    assertThat(words("--input", words, "--state", state).code()).isZero();
    failed(
        words("--input", words, "--state", state, "--shards", 3, "--name", "other"),
        Main.FAILED,
        "app: other, was word-count",
        "--shards: 3, was 2");
  }

  @Test
  void filesThatAreMissingOrDirectoriesAreNamedBeforeAnythingStarts() {
    failed(words("--input", scratch.resolve("no")), Main.FAILED, "there is no such file");
    failed(words("--input", scratch), Main.FAILED, "is a directory");
    failed(words("--input", words, "--table", "x=" + words), Main.FAILED, "no table 'x'");
    Path no = scratch.resolve("no");
    failed(
        Command.run("run", "oil-pumps", "--input", words, "--vendor", no),
        Main.FAILED,
        "table 'vendor'",
        "there is no such file");
    failed(
        Command.run("run", "oil-pumps", "--input", words, "--vendor", words),
        Main.FAILED,
        "SLUICE-P01",
        "table 'vendor', line 1 cannot be read");
    assertThat(out).doesNotExist();
  }

  @Test
  void anOccupiedPortIsNamedWithAWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      failed(
          words("--input", words, "--port", taken.getLocalPort()),
          Main.FAILED,
          "Port " + taken.getLocalPort(),
          "--port 0 takes a free one");
    }
  }

  @Test
  void aStateThatIsInUseIsLeftAlone() throws IOException {
    Path state = scratch.resolve("state");
    Path empty = Files.createFile(scratch.resolve("empty.txt"));
    words("--input", empty, "--state", state);
    try (LocalServices other =
        LocalServices.start(
            LocalOptions.keptIn(state),
            request -> {
              throw new IllegalStateException("nobody asks");
            })) {
      assertThat(other.endpoint()).isNotNull();
      byte[] options = Files.readAllBytes(state.resolve("run.properties"));
      Command second = words("--input", empty, "--state", state, "--buckets", 7);
      failed(second, Main.FAILED, "in use by another local run");
      assertThat(state.resolve("run.properties")).hasBinaryContent(options);
    }
  }

  @Test
  void sendingWhereNobodyListensSaysWhatToStart() {
    failed(
        Command.withInput("x\n", "send", "sensors", "--endpoint", "http://localhost:1"),
        Main.FAILED,
        "nobody answers",
        "./sluice run APP --serve");
  }

  @Test
  void theDemoTellsProgramsOfItsWindowsAndWhereItsFilesAre() {
    Command command = Command.run("demo", "--out", out, "--json");
    assertThat(command.code()).as(command.err()).isZero();
    JsonObject report = command.json();
    assertThat(report.get("records").getAsInt()).isEqualTo(7200);
    assertThat(report.get("deadLetters").getAsInt()).isEqualTo(33);
    assertThat(report.get("out").getAsString()).isEqualTo(out.toString());
    assertThat(report.get("windows").getAsInt()).isPositive();
    JsonObject row = report.get("fullestWindow").getAsJsonArray().get(0).getAsJsonObject();
    assertThat(row.keySet())
        .containsExactly("from", "to", "pump", "count", "min", "max", "average");
    assertThat(out)
        .isDirectoryContaining(each -> each.getFileName().toString().startsWith("daily"));
  }
}
