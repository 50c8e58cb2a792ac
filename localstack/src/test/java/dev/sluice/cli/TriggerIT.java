package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take what is there, stop, and are started again. */
@Timeout(180)
class TriggerIT {
  private static final List<String> FIRST =
      List.of("2026-03-10T09:00:01Z,/home,120", "2026-03-10T09:00:02Z,/cart,1500");
  private static final List<String> SECOND =
      List.of("2026-03-10T09:00:03Z,/home,9", "2026-03-10T09:01:30Z,/home,120");

  @TempDir Path directory;

  private Path input;

  @BeforeEach
  void writeInput() throws IOException {
    input = directory.resolve("clicks.txt");
    Files.write(input, FIRST);
  }

  private Command run(String app, Object... more) {
    List<Object> all = new ArrayList<>(List.of("run", app, "--interval", "200ms"));
    all.addAll(List.of("--state", directory.resolve("state"), "--out", directory.resolve("out")));
    Collections.addAll(all, more);
    return Command.run(all.toArray());
  }

  /** Windows by their ends: the other files are named by the time of day. */
  private SortedMap<String, String> windows(String out) throws IOException {
    SortedMap<String, String> files = new TreeMap<>(Tree.of(directory.resolve(out)));
    files.keySet().removeIf(name -> !name.startsWith("pages-"));
    return files;
  }

  @Test
  void availableNowGoesOnWithTheLinesThatHaveComeSince() throws Exception {
    Command first = run("clicks", "--input", input, "--trigger", "available-now");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("the same command goes on");
    assertThat(windows("out")).isEmpty();
    assertThat(Tree.of(directory.resolve("out")).keySet()).anyMatch(n -> n.startsWith("slow-"));

    Files.write(input, SECOND, StandardOpenOption.APPEND);
    Command second = run("clicks", "--input", input, "--trigger", "available-now");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("going on behind line 2 of");
    SortedMap<String, String> soFar = windows("out");
    assertThat(soFar.values()).contains("2026-03-10T09:01:00Z,/home,2\n");

    Command last = run("clicks", "--input", input);
    assertThat(last.code()).as(last.err()).isZero();
    Command calm =
        Command.run("run", "clicks", "--input", input, "--out", directory.resolve("calm"));
    assertThat(calm.code()).as(calm.err()).isZero();
    Tree.assertSame(windows("out"), windows("calm"));
    assertThat(windows("out")).containsAllEntriesOf(soFar).hasSizeGreaterThan(soFar.size());
  }

  @Test
  void lineThatIsHalfWrittenIsTakenOnceItHasItsEnd() throws Exception {
    Files.writeString(input, String.join("\n", FIRST) + "\n2026-03-10T09:00:03Z,/ho");
    Command first = run("clicks", "--input", input, "--trigger", "available-now");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("the last line of " + input + " has no end yet");

    Files.writeString(input, "me,9\n" + SECOND.get(1) + "\n", StandardOpenOption.APPEND);
    Command second = run("clicks", "--input", input, "--trigger", "available-now");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("going on behind line 2 of").doesNotContain("no end");
    assertThat(windows("out").values()).contains("2026-03-10T09:01:00Z,/home,2\n");
  }

  @Test
  void onceTakesWhatAServingRunHasLeftInItsStreams() throws Exception {
    List<Object> serve = new ArrayList<>(List.of("run", "word-count", "--serve", "--port", 0));
    serve.addAll(List.of("--interval", "200ms", "--input", input));
    serve.addAll(List.of("--state", directory.resolve("state"), "--out", directory.resolve("out")));
    try (CommandProcess process = CommandProcess.start(directory, serve.toArray())) {
      process.awaitSaid("sending: 2");
      process.kill();
    }
    Command once = run("word-count", "--trigger", "once");
    assertThat(once.code()).as(once.err()).isZero();
    assertThat(Tree.of(directory.resolve("out")).toString()).contains("cart,1", "home,1");
    assertThat(run("word-count", "--trigger", "once").code()).isZero();
  }

  @Test
  void inputThatWasExchangedIsNoticedThoughItIsAsLong() throws Exception {
    Command first = run("clicks", "--input", input, "--trigger", "available-now");
    assertThat(first.code()).as(first.err()).isZero();
    Files.writeString(input, Files.readString(input).replace("/home", "/away"));

    Command second = run("clicks", "--input", input, "--trigger", "available-now");
    assertThat(second.code()).isEqualTo(Main.FAILED);
    assertThat(second.err()).contains("is not the input that was sent", "first 2 lines are others");
  }

  @Test
  void stateWithoutAnyRecordHasNothingToRunOn() {
    Command command = run("word-count", "--trigger", "available-now");
    assertThat(command.code()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(command.err()).contains("no record has come yet");
  }
}
