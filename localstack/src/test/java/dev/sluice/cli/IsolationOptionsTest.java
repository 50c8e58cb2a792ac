package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.examples.words.WordCount;
import dev.sluice.local.run.Isolation;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run takes from a template, and what from the command line. */
class IsolationOptionsTest {
  private static final Path DEPLOYED = Path.of("src/test/resources/isolated.yaml");

  @TempDir Path directory;

  private RunCommand parsed(String... more) throws IOException {
    String text =
        Files.readString(DEPLOYED)
            .replace("Default: PT1S", "Default: PT7S")
            .replaceFirst("CodeUri: .*", "CodeUri: functions.jar");
    Path template = Files.writeString(directory.resolve("template.yaml"), text);
    List<String> all = new ArrayList<>(List.of("run", "word-count", "--isolated", "--template"));
    all.add(template.toString());
    all.addAll(List.of(more));
    return (RunCommand)
        Main.commandLine()
            .parseArgs(all.toArray(String[]::new))
            .subcommand()
            .commandSpec()
            .userObject();
  }

  private static Isolation read(RunCommand run, StreamApp app) {
    return run.isolation.read(
        run.apps,
        "com.example.App",
        Plan.of(app, Map.of()),
        run.options,
        run.spec.commandLine().getParseResult(),
        new PrintWriter(Writer.nullWriter()));
  }

  private static Isolation read(RunCommand run) {
    return read(run, new WordCount());
  }

  @Test
  void layoutIsTheTemplatesUnlessTheCommandLineSaysIt() throws IOException {
    RunCommand run = parsed();
    read(run);
    assertThat(run.options.interval).isEqualTo(Duration.ofSeconds(7));
    assertThat(run.options.buckets).isEqualTo(4);
    RunCommand said = parsed("--interval", "3s", "--buckets", "2");
    read(said);
    assertThat(said.options.interval).isEqualTo(Duration.ofSeconds(3));
    assertThat(said.options.buckets).isEqualTo(2);
  }

  @Test
  void intervalOfATriggerIsNotTheTemplates() throws IOException {
    RunCommand run = parsed("--trigger", "every=5s");
    run.options.interval = Duration.ofSeconds(5);
    read(run);
    assertThat(run.options.interval).isEqualTo(Duration.ofSeconds(5));
    assertThat(run.options.buckets).isEqualTo(4);
  }

  @Test
  void jarOfTheTemplateIsTakenAlongWhereNoneThatIsGivenHasTheFunctions() throws IOException {
    Path code = directory.resolve("functions.jar");
    assertThat(read(parsed()).jars()).containsExactly(code);
    Path classes = Files.createDirectory(directory.resolve("classes"));
    String[] given = {"--jar", classes.toString()};
    assertThat(read(parsed(given)).jars()).containsExactly(classes, code);
    Path handler = classes.resolve(IsolationOptions.TRANSFORM.replace('.', '/') + ".class");
    Files.createDirectories(handler.getParent());
    Files.writeString(handler, "");
    assertThat(read(parsed(given)).jars()).containsExactly(classes);
  }

  @Test
  void functionsAreThoseOfTheTemplate() throws IOException {
    Isolation read = read(parsed());
    assertThat(read.appClass()).isEqualTo("com.example.App");
    assertThat(read.transform().timeout()).isEqualTo(Duration.ofSeconds(6));
    assertThat(read.coordinator().handlerClass()).endsWith(".CoordinatorFunction");
    assertThat(read.bucket().handlerClass()).endsWith(".BucketFunction");
    assertThat(read.schedule()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void changesOfTablesAreNotForFunctionsApart() throws IOException {
    RunCommand run = parsed();
    assertThatThrownBy(
            () ->
                read(run, stream -> stream.dynamoDbStream("orders").map(Object::toString).print()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("leave --isolated out");
    read(run, stream -> stream.kinesis("orders", Decoder.utf8()).print());
  }

  @Test
  void layoutThatIsNoneIsNamed() throws IOException {
    RunCommand run = parsed();
    Files.writeString(
        run.isolation.template, Files.readString(run.isolation.template).replace("PT7S", "7s"));
    assertThatThrownBy(() -> read(run))
        .hasMessageContaining("SLUICE-R02 the template's SLUICE_INTERVAL is 7s");
  }

  @Test
  void exampleRunsInThisProcessUnlessItIsToldOtherwise() {
    IsolationOptions options = new IsolationOptions();
    Plan plan = Plan.of(new WordCount(), Map.of());
    PrintWriter nobody = new PrintWriter(Writer.nullWriter());
    assertThat(options.ofExample("com.example.App", plan, nobody)).isEqualTo(Optional.empty());
    options.isolated = true;
    options.template = DEPLOYED;
    assertThat(options.ofExample("com.example.App", plan, nobody)).isPresent();
  }

  private Duration timeoutOfAnExample() {
    IsolationOptions options = new IsolationOptions();
    options.isolated = true;
    options.folder = directory;
    return options
        .ofExample(
            "com.example.App",
            Plan.of(new WordCount(), Map.of()),
            new PrintWriter(Writer.nullWriter()))
        .orElseThrow()
        .transform()
        .timeout();
  }

  @Test
  void exampleTakesTheTemplateOfTheFolderAndElseThatOfTheToolkit() throws IOException {
    System.setProperty(ToolkitHome.PROPERTY, Path.of("..").toAbsolutePath().toString());
    try {
      assertThat(timeoutOfAnExample()).isEqualTo(Duration.ofSeconds(120));
      Files.copy(DEPLOYED, directory.resolve("template.yaml"));
      assertThat(timeoutOfAnExample()).isEqualTo(Duration.ofSeconds(6));
    } finally {
      System.clearProperty(ToolkitHome.PROPERTY);
    }
  }
}
