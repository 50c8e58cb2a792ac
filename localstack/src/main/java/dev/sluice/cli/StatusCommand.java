package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says how far an app is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Says how far an app is, while it runs and when it has been stopped: up to where its results"
            + " are complete and for how long they are waited for, its watermarks, where each lane"
            + " stands, which shard the others wait for, and what it has counted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice status oil-pumps --state kept",
      "  ./sluice status --jar clicks.jar --class com.example.Clicks --state kept --json"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin StateOptions options;

  @Override
  public Integer call() {
    return options.readProgress(
        progress -> {
          PrintWriter out = spec.commandLine().getOut();
          if (options.answer.json) {
            out.println(ValueText.json(StatusText.fields(progress)));
          } else {
            StatusText.lines(progress).forEach(out::println);
          }
          out.flush();
          return 0;
        });
  }
}
