package dev.sluice.cli;

import dev.sluice.cli.project.Toolkit;
import dev.sluice.cli.project.Upgrade;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives the project in this folder the toolkit that runs. */
@Command(
    name = "upgrade",
    mixinStandardHelpOptions = true,
    description = {
      "Gives the project in this folder this version of the toolkit. Its template is replaced where"
          + " nobody has changed it; else the new one is put beside it, as FILE.new."
    })
final class UpgradeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Toolkit toolkit = ToolkitHome.toolkit();
    List<String> lines;
    try {
      lines = new Upgrade(toolkit, Path.of("")).run();
    } catch (IOException e) {
      throw new UserException("the project cannot be upgraded: " + FileTrouble.reason(e));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("the project builds with the toolkit of " + toolkit.file("").toAbsolutePath());
    lines.forEach(out::println);
    out.flush();
    return 0;
  }
}
