package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Where a command writes what. */
class AnswerOptionsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private AnswerOptions parsed(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return ((RunCommand) line.parseArgs(arguments).subcommand().commandSpec().userObject()).answer;
  }

  private void say(AnswerOptions answer) {
    answer.people().println("a row of print");
    answer.people().flush();
    answer.give(Map.of("records", 2), List.of("2 records", "in a file"));
  }

  @Test
  void peopleReadAllOnStandardOutput() {
    say(parsed("run", "word-count"));
    assertThat(out.toString().lines()).containsExactly("a row of print", "2 records", "in a file");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void programsFindNothingBesideTheObject() {
    say(parsed("run", "word-count", "--json"));
    assertThat(out.toString().lines()).containsExactly("{\"records\":2}");
    assertThat(err.toString().lines()).containsExactly("a row of print");
  }
}
