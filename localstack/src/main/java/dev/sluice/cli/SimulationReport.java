package dev.sluice.cli;

import dev.sluice.simulation.Campaign;
import dev.sluice.simulation.Comparison;
import dev.sluice.testkit.faults.Fault;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows what a campaign has found. */
final class SimulationReport {
  private static final int NAME_WIDTH = 26;
  private static final int MOST_LINES = 200;

  private final PrintWriter out;
  private final String command;

  /**
   * @param command what to type for the same app and faults, without seeds
   */
  SimulationReport(PrintWriter out, String command) {
    this.out = out;
    this.command = command;
  }

  static String padded(String name) {
    return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", name);
  }

  void print(Campaign.Figures figures) {
    out.println(padded("fault") + "     times  what happens");
    for (Fault fault : Fault.values()) {
      Long times = figures.faults().get(fault);
      if (times != null) {
        out.printf(Locale.ROOT, "%s%,10d  %s%n", padded(fault.id()), times, fault.text());
      }
    }
    row("seeds", figures.seeds());
    row("records", figures.records());
    row("steps", figures.steps());
    row("violations", figures.failures().size());
    figures.failures().forEach(this::print);
    out.flush();
  }

  /** Says that not all seeds were tried, and how to go on. */
  void printStopped(Campaign.Figures figures, long from, long seeds) {
    out.printf(
        Locale.ROOT,
        "stopped: %,d of %,d seeds were tried; the others: %s --from %d --seeds %d%n",
        figures.seeds(),
        seeds,
        command,
        from + figures.seeds(),
        seeds - figures.seeds());
    out.flush();
  }

  /** The table of the ways by hand. */
  void print(List<Comparison.Row> rows) {
    out.printf(
        Locale.ROOT,
        "%-34s%10s%14s%10s%10s%10s%n",
        "totals by key, added up by",
        "seeds",
        "of them wrong",
        "sums",
        "too high",
        "too low");
    for (Comparison.Row row : rows) {
      out.printf(
          Locale.ROOT,
          "%-34s%,10d%,14d%,10d%,10d%,10d%n",
          row.way(),
          row.seeds(),
          row.wrongSeeds(),
          row.sums(),
          row.tooHigh(),
          row.tooLow());
    }
    out.flush();
  }

  private void row(String name, long figure) {
    out.printf(Locale.ROOT, "%s%,10d%n", padded(name), figure);
  }

  private void print(Campaign.Failure failure) {
    out.println();
    out.println("seed " + failure.seed() + " fails; its app: " + failure.app());
    failure.violations().forEach(each -> out.println("  " + each));
    out.println("the shortest history that fails:");
    int first = Math.max(0, failure.trace().size() - MOST_LINES);
    if (first > 0) {
      out.println("  ... " + first + " lines before");
    }
    failure.trace().subList(first, failure.trace().size()).forEach(e -> out.println("  " + e));
    failure.shortest().forEach(each -> out.println("  " + each));
    out.println("again: " + command + " --from " + failure.seed() + " --seeds 1");
  }
}
