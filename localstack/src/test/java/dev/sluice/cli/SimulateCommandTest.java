package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void randomAppsAreTriedAndTheFaultsCounted() {
    assertThat(run("simulate", "--seeds", "5")).isZero();
    assertThat(out.toString()).contains("seeds", "violations                         0");
  }

  @Test
  void ownAppRunsOnItsLines(@TempDir Path dir) throws Exception {
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    assertThat(run("simulate", "word-count", "--input", book.toString(), "--seeds", "3")).isZero();
    assertThat(out.toString()).contains("violations                         0");
  }

  @Test
  void onlyTheNamedFaultComes() {
    assertThat(run("simulate", "--seeds", "20", "--fault", "crash-after-commit")).isZero();
    assertThat(out.toString()).contains("crash-after-commit").doesNotContain("redelivery");
  }

  @Test
  void misspeltFaultIsNamedWithTheNearest() {
    assertThat(run("simulate", "--fault", "crash-after-comit")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean crash-after-commit?");
  }

  @Test
  void appWithoutLinesIsRefused() {
    assertThat(run("simulate", "word-count")).isEqualTo(2);
    assertThat(err.toString()).contains("give --input FILE");
  }

  @Test
  void appWithSeveralStreamsRunsOnTheLinesOfEach(@TempDir Path dir) throws Exception {
    String define =
        "stream.kinesis(\"left\", Decoder.utf8()).union(stream.kinesis(\"right\", Decoder.utf8()))"
            + ".saveAsTextFiles(\"all\");";
    Path classes =
        UserApps.compile(dir, Map.of("com.example.Both", UserApps.source("Both", "", define)));
    Path jar = UserApps.jar(classes, dir.resolve("both.jar"));
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    String[] app = {"simulate", "--jar", jar.toString(), "--class", "com.example.Both"};
    assertThat(run(with(app, "--input", book.toString()))).isEqualTo(2);
    assertThat(err.toString()).contains("the app reads left, right; give --input STREAM=FILE");
    assertThat(run(with(app, "--input", "left=" + book))).isEqualTo(2);
    assertThat(
            run(with(app, "--input", "left=" + book, "--input", "right=" + book, "--seeds", "3")))
        .isZero();
    assertThat(out.toString()).contains("violations                         0");
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void sameJobByHandIsCompared() {
    assertThat(run("simulate", "--compare", "--seeds", "3")).isZero();
    assertThat(out.toString()).contains("Sluice", "ADD, then a marker for the batch");
  }

  @Test
  void faultsAreListed() {
    assertThat(run("simulate", "--list-faults")).isZero();
    assertThat(out.toString()).contains("two-callers", "a batch that succeeded");
  }
}
