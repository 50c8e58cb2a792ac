package dev.sluice.cli;

import dev.sluice.local.run.LocalRun;
import dev.sluice.plan.Plan;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/**
 * {@code ./sluice run APP --input FILE --rate N ...} with the same arguments and the same clock,
 * but somebody else sends the lines of the file, and it serves until it is killed.
 */
final class ServedAtRate {
  private ServedAtRate() {}

  public static void main(String[] arguments) throws InterruptedException {
    CommandLine line = Main.commandLine();
    line.parseArgs(arguments);
    RunCommand command = line.getSubcommands().get("run").getCommand();
    AppOptions.Named app = command.apps.choose();
    Plan plan = Plan.of(app.app(), Map.of());
    String stream = plan.streams().get(0);
    Input whole = Input.open(command.input, new LineTimes(plan, stream), true, false);
    Input nothing =
        new Input(
            whole.name(),
            Collections.emptyIterator(),
            OptionalLong.empty(),
            whole.newestMillis(),
            false);
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    LocalJob.Output output = new LocalJob.Output(out, err, (report, run) -> {});
    LocalJob job =
        new LocalJob(app.name(), plan, stream, command.options, Optional.empty(), output);
    try (LocalRun run = job.start(Optional.of(nothing))) {
      job.announce(run);
      new CountDownLatch(1).await();
    }
  }
}
