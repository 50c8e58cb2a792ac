package dev.sluice.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets shells complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Writes a script that lets bash and zsh complete commands and options of sluice and"
            + " ./sluice.",
    footerHeading = "%nFor this shell:%n",
    footer = "  source <(./sluice completion)")
final class CompletionCommand implements Callable<Integer> {
  private static final String NAME = "sluice";

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(script());
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** picocli numbers the script's variables with the digits of the user's locale. */
  private String script() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      return AutoComplete.bash(NAME, spec.root().commandLine());
    } finally {
      Locale.setDefault(before);
    }
  }
}
