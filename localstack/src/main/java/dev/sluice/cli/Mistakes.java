package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a wrong command line: what is wrong, what was meant perhaps, where to read more. */
final class Mistakes implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      boolean option = first.startsWith("-");
      boolean noCommand = !option && !command.getSubcommands().isEmpty();
      err.println(
          "sluice: there is no "
              + (option ? "option " : noCommand ? "command " : "place for the argument ")
              + "'"
              + first
              + "'"
              + Nearest.question(first.split("=", 2)[0], known(command, option))
                  .map(question -> "; " + question)
                  .orElse(""));
    } else {
      err.println("sluice: " + e.getMessage());
    }
    err.println("'./" + name + " --help' says what there is");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static List<String> known(CommandLine command, boolean option) {
    List<String> names = new ArrayList<>();
    if (option) {
      command.getCommandSpec().options().forEach(each -> names.addAll(List.of(each.names())));
    } else {
      names.addAll(command.getSubcommands().keySet());
    }
    return names;
  }
}
