package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.CodecException;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line says before anything is started. */
class CommandLineTest {
  private static final int WRONG = 2;

  private static void refused(Command command, String... texts) {
    assertThat(command.code()).as(command.err()).isEqualTo(WRONG);
    assertThat(command.out()).isEmpty();
    assertThat(command.err()).contains(texts).doesNotContain("\tat ");
    assertThat(command.err().lines().count()).as(command.err()).isLessThan(8);
  }

  @Test
  void withoutArgumentsTheHelpShowsWhatToBeginWith() {
    Command command = Command.run();
    assertThat(command.code()).isZero();
    assertThat(command.out()).contains("./sluice demo", "--jar", "Exit codes:", "130");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "send",
        "prove",
        "state",
        "dead-letters",
        "checkpoint",
        "restore",
        "inspect",
        "reset",
        "status",
        "tail",
        "doctor",
        "explain",
        "cost",
        "simulate",
        "new",
        "upgrade",
        "completion"
      })
  void everyCommandHasHelpThatFitsOnATerminal(String name) {
    Command command = Command.run(name, "--help");
    assertThat(command.code()).isZero();
    assertThat(command.out()).startsWith("Usage: sluice " + name);
    assertThat(command.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void theVersionIsSaid() {
    assertThat(Command.run("--version").out()).startsWith("sluice ");
  }

  @Test
  void aMisspeltCommandAppOrOptionFindsTheNearest() {
    refused(Command.run("rnu"), "no command 'rnu'", "did you mean run?", "./sluice --help");
    refused(Command.run("run", "word-cuont", "--input", "x"), "did you mean word-count?");
    refused(
        Command.run("run", "word-count", "--inptu=x"),
        "no option '--inptu=x'",
        "did you mean --input?",
        "./sluice run --help");
    refused(Command.run("run", "word-count", "more"), "'more'");
  }

  @Test
  void aValueThatIsNotANumberOrADurationIsNamed() {
    refused(Command.run("run", "word-count", "--shards", "few"), "--shards", "'few'");
    refused(Command.run("run", "word-count", "--interval", "5x"), "--interval", "write 500ms");
    refused(Command.run("run", "word-count", "--table", "x"), "--table");
    refused(Command.run("prove", "--lines", "0"), "--lines takes 1 or more");
  }

  @Test
  void allFaultsOfTheOptionsAreSaidTogether() {
    refused(
        Command.run("run", "word-count", "--shards", "0", "--rate", "0", "--serve"),
        "--shards takes 1 to 1000, not 0",
        "--rate takes 1 or more",
        "--rate is for an --input that ends");
  }

  @Test
  void reportOfARunThatOnlyServesIsRefused() {
    refused(Command.run("run", "word-count", "--serve", "--json"), "--serve has none");
  }

  @Test
  void functionsOfTheirOwnProcessesTakeNoClockAndNoDirectoryOfTheRun() {
    refused(
        Command.run("run", "word-count", "--serve", "--template", "t.yaml"),
        "--template is for --isolated");
    refused(
        Command.run(
            "run", "word-count", "--input", "pom.xml", "--isolated", "--rate", "1", "--files", "."),
        "--rate has a clock of its own",
        "--files is not for --isolated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "prove"})
  void aTemplateIsForFunctionsOfTheirOwnProcesses(String command) {
    refused(Command.run(command, "--template", "t.yaml"), "--template is for --isolated");
    Command missing = Command.run(command, "--isolated", "--template", "no.yaml");
    assertThat(missing.code()).isEqualTo(Main.FAILED);
    assertThat(missing.err()).contains("SLUICE-R02 there is no template", "no.yaml");
  }

  @Test
  void aTemplateThatIsMissingIsNamed() {
    Command command =
        Command.run(
            "run", "word-count", "--input", "pom.xml", "--isolated", "--template", "no.yaml");
    assertThat(command.code()).isEqualTo(1);
    assertThat(command.err()).contains("SLUICE-R02 there is no template", "no.yaml");
  }

  @Test
  void aRunSaysWhatItNeeds() {
    refused(Command.run("run"), "say which app to run", "--jar JAR --class CLASS");
    refused(Command.run("run", "word-count"), "--input FILE, --socket HOST:PORT, or --serve");
    refused(Command.run("run", "word-count", "--serve", "--by-time"), "about an --input");
    refused(Command.run("run", "word-count", "--jar", "x.jar"), "not both");
    refused(Command.run("run", "--jar", "x.jar"), "--class CLASS");
    refused(
        Command.run("run", "word-count", "--input", "x", "--stream", "lnies"),
        "no stream 'lnies'; it reads lines");
    refused(Command.run("run", "word-count", "--name", "Words"), "--name 'Words'", "bucket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999", "localhost", "localhost:", "localhost:0", "h:65536", "h h:1"})
  void aSocketThatIsNoAddressIsRefused(String socket) {
    refused(
        Command.run("run", "word-count", "--socket", socket),
        "--socket takes HOST:PORT such as localhost:9999, not " + socket);
  }

  @Test
  void aSocketBesideAnInputIsRefused() {
    refused(
        Command.run("run", "word-count", "--socket", "localhost:9999", "--input", "x"),
        "--input or --socket, not both");
  }

  @Test
  void aStateThatIsNotSaidWhichIsRefused() {
    refused(Command.run("state", "gte"), "did you mean get?");
    refused(Command.run("state", "get", "word-count", "--key", "a"), "--operator=NAME");
    refused(Command.run("state", "get", "word-count", "--operator", "a"), "--key=KEY");
    refused(
        Command.run("state", "list", "word-count", "--state", "s", "--endpoint", "http://h:1"),
        "--state or --endpoint, not both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "checkpoint", "inspect", "restore", "reset"})
  void aPlaceThatIsSaidTwiceIsRefused(String command) {
    List<Object> all = new ArrayList<>(List.of(command, "word-count", "--state", "s"));
    all.addAll(command.equals("reset") ? List.of("--yes", "word-count") : List.of());
    List<Object> stack = new ArrayList<>(all);
    stack.addAll(List.of("--stack", "words"));
    refused(Command.run(stack.toArray()), "--state or --stack, not both");
    all.addAll(List.of("--endpoint", "http://h:1"));
    refused(Command.run(all.toArray()), "--state or --endpoint, not both");
  }

  @Test
  void aTableOnAwsIsThePlaceAlone() {
    refused(Command.run("inspect", "a", "--lanes", "t"), "give both --lanes and --spills");
    refused(
        Command.run("inspect", "a", "--lanes", "t", "--spills", "s3://b/", "--state", "s"),
        "give one of --state, --stack, --endpoint and --lanes");
    refused(
        Command.run("restore", "a", "--lanes", "t", "--spills", "s3:/b"),
        "--spills is 's3://bucket/'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "restore", "reset", "tail"})
  void anAppThatIsNotNamedIsRefused(String command) {
    refused(Command.run(command), "name the app, as it was run, or the --stack");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "restore"})
  void aCheckpointThatIsNamedTwiceIsRefused(String command) {
    refused(
        Command.run(command, "a", "--checkpoint", "1", "--kept", "b"),
        "--checkpoint or --kept, not both");
  }

  @Test
  void anExampleThatIsMisspeltIsFoundBySubcommandsToo() {
    refused(Command.run("state", "list", "word-cuont"), "did you mean word-count?");
    refused(Command.run("checkpoint", "word-cuont"), "did you mean word-count?");
  }

  @Test
  void aTriggerThatCannotBeIsRefused() {
    refused(
        Command.run("run", "word-count", "--input", "x", "--trigger", "now"),
        "'now' is no trigger; there are available-now, once and every=TIME");
    refused(
        Command.run("run", "word-count", "--input", "x", "--trigger", "every=soon"),
        "'soon' is not a duration");
    refused(
        Command.run("run", "word-count", "--input", "x", "--trigger", "every=2h"),
        "the batch interval is 100ms to 1h, not 7200000ms");
    refused(
        Command.run("run", "word-count", "--serve", "--interval=5s", "--trigger", "every=5s"),
        "--interval does: give one of them");
    refused(
        Command.run("run", "word-count", "--serve", "--trigger", "once"),
        "--trigger once stops behind what is there, --serve never does");
    refused(
        Command.run("run", "word-count", "--input", "x", "--trigger", "once"),
        "--state DIR where to keep them");
    refused(
        Command.run(
            "run", "word-count", "--input", "x", "--trigger", "once", "--state", "s", "--rate=9"),
        "the clock of --rate stands still");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send sensors",
        "tail a",
        "status clicks",
        "state list clicks",
        "checkpoint clicks",
        "inspect a",
        "restore a",
        "reset a",
        "dead-letters list",
        "doctor"
      })
  void anEndpointThatIsNoUrlIsRefused(String command) {
    for (String url : List.of("foo", "localhost:4566", "http:/x", "http://a b")) {
      List<Object> all = new ArrayList<>(List.of(command.split(" ")));
      all.addAll(List.of("--endpoint", url));
      refused(
          Command.run(all.toArray()),
          "--endpoint",
          "'" + url + "' is no URL; write one such as http://localhost:4566");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--rate 0,'--rate takes 0.001 to 1000000000, not 0.0'",
    "--rate 1e-300,--rate takes 0.001 to",
    "--rate NaN,--rate takes 0.001 to",
    "--shards 0,'--shards takes 1 to 1000, not 0'",
    "--shards 1001,'--shards takes 1 to 1000, not 1001'",
    "--batch-size 10001,'--batch-size takes 1 to 10000, not 10001'",
    "--batching-window 301s,'--batching-window takes 0s to 300s, not 301000ms'"
  })
  void costOfTrafficThatNoMappingBringsIsRefused(String options, String said) {
    List<Object> all = new ArrayList<>(List.of("cost", "clicks", "--input", "pom.xml"));
    all.addAll(List.of(options.split(" ")));
    refused(Command.run(all.toArray()), said);
  }

  @Test
  void nameThatNoCheckpointCanHaveIsRefusedBeforeAnythingIsAsked() {
    String said = "SLUICE-B06 a checkpoint cannot be kept as 'A b'";
    refused(Command.run("checkpoint", "clicks", "--keep", "A b", "--state", "nowhere"), said);
    refused(Command.run("inspect", "clicks", "--kept", "A b", "--state", "nowhere"), said);
    refused(Command.run("restore", "clicks", "--kept", "A b", "--state", "nowhere"), said);
    refused(
        Command.run("inspect", "clicks", "--checkpoint", "-3", "--state", "nowhere"),
        "--checkpoint takes 0 or more, not -3");
  }

  /** The client asks again for seconds: one command of each kind. */
  @ParameterizedTest
  @CsvSource({
    "tail a,--endpoint or --stack where",
    "status clicks,--endpoint or --state or --stack where",
    "reset a --yes a,--endpoint or --state or --stack where",
    "dead-letters list --bucket b,--endpoint or --stack where"
  })
  void whereNobodyAnswersTheOptionsAreNamedThatSayWhere(String command, String options) {
    List<Object> all = new ArrayList<>(List.of(command.split(" ")));
    all.addAll(List.of("--endpoint", "http://localhost:1"));
    Command nobody = Command.run(all.toArray());
    assertThat(nobody.code()).isEqualTo(Main.FAILED);
    assertThat(nobody.out()).isEmpty();
    assertThat(nobody.err())
        .startsWith("sluice: nobody answers at http://localhost:1; start './sluice run APP")
        .contains(options)
        .doesNotContain("\tat ");
  }

  @Test
  void whereADeployedAppCannotBeAskedForItIsSaidWhatToLookAt() {
    Command nobody = Command.run("doctor", "--stack", "s", "--endpoint", "http://localhost:1");
    assertThat(nobody.code()).isEqualTo(Main.FAILED);
    assertThat(nobody.out()).isEmpty();
    assertThat(nobody.err())
        .startsWith("sluice: SLUICE-A02 AWS cannot be asked: Connection refused; look at ")
        .hasLineCount(1);
  }

  /** As of an older ./sluice on lanes of newer functions. */
  @Test
  void whatEntriesAndStoresSayIsSaidInOneLine() throws Exception {
    for (RuntimeException each :
        List.of(
            new CodecException("an entry has version 9, this code does not know it"),
            new StoreUnavailableException("the table is busy", null),
            new StoreRefusedException("there is no such table"))) {
      StringWriter err = new StringWriter();
      CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
      int code = line.getExecutionExceptionHandler().handleExecutionException(each, line, null);
      assertThat(code).isEqualTo(Main.FAILED);
      assertThat(err.toString().lines()).containsExactly("sluice: " + each.getMessage());
    }
  }

  @Test
  void shellCompletesCommandsAndOptions(@TempDir Path directory) throws Exception {
    Command script = Command.run("completion");
    assertThat(script.code()).isZero();
    Path file = Files.writeString(directory.resolve("completion"), script.out());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$1\"; COMP_WORDS=(./sluice status --st) COMP_CWORD=2;"
                    + " _complete_sluice; echo \"${COMPREPLY[@]}\"",
                "bash",
                file.toString())
            .start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("--state --stack\n");
  }

  @Test
  void aClassNameMakesANameForABucket() {
    assertThat(
            List.of("com.example.PageClicks", "Clicks", "a.B", "x.Outer$Inner", "A".repeat(70))
                .stream()
                .map(AppOptions::nameOf))
        .containsExactly("page-clicks", "clicks", "app-b", "outer-inner", "a".repeat(40));
  }
}
