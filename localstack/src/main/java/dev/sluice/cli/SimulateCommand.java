package dev.sluice.cli;

import dev.sluice.simulation.Campaign;
import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Fault;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries many seeds. */
@Command(
    name = "simulate",
    description = "Prove results under every fault: one seed, one app, one history of trouble.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--seeds", paramLabel = "N", defaultValue = "200", description = "how many seeds")
  private long seeds;

  @Option(names = "--from", paramLabel = "SEED", defaultValue = "1", description = "the first one")
  private long from;

  @Option(names = "--fault", paramLabel = "NAME", description = "only these faults")
  private List<String> faults = List.of();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Set<Fault> allowed = EnumSet.allOf(Fault.class);
    if (!faults.isEmpty()) {
      allowed = EnumSet.noneOf(Fault.class);
      for (String each : faults) {
        allowed.add(Fault.named(each).orElseThrow());
      }
    }
    long begin = System.nanoTime();
    Campaign.Figures figures =
        new Campaign(Pipeline::new, allowed)
            .run(from, seeds, Runtime.getRuntime().availableProcessors(), 1, seed -> {});
    out.printf(
        Locale.ROOT,
        "%d seeds, %d steps, %d records in %.1f s%n",
        figures.seeds(),
        figures.steps(),
        figures.records(),
        (System.nanoTime() - begin) / 1e9);
    figures.faults().forEach((f, n) -> out.printf(Locale.ROOT, "%-26s %8d%n", f.id(), n));
    for (Campaign.Failure f : figures.failures()) {
      out.println("seed " + f.seed() + " failed: " + f.app());
      f.violations().forEach(out::println);
      out.println("-- shortest");
      f.trace().forEach(out::println);
      f.shortest().forEach(out::println);
    }
    return figures.failures().isEmpty() ? 0 : 1;
  }
}
