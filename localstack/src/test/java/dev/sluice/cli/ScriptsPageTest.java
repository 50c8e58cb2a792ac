package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The page for scripts has a line for each command that answers them. */
class ScriptsPageTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z -]+)`", Pattern.MULTILINE);

  private static void answering(CommandLine command, String name, Set<String> found) {
    if (command.getCommandSpec().optionsMap().containsKey("--json")) {
      found.add(name);
    }
    command
        .getSubcommands()
        .forEach((each, sub) -> answering(sub, (name + " " + each).strip(), found));
  }

  @Test
  void everyCommandThatAnswersInJsonIsOnThePageAndNoOther() throws IOException {
    Set<String> answering = new TreeSet<>();
    answering(Main.commandLine(), "", answering);
    Set<String> described = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/scripts.md")));
    while (rows.find()) {
      described.add(rows.group(1));
    }
    assertThat(described).isEqualTo(answering).contains("run", "state get");
  }
}
