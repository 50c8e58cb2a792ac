package dev.sluice.cli;

import dev.sluice.simulation.Campaign;
import dev.sluice.simulation.Comparison;
import dev.sluice.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows what a campaign has found. */
final class SimulationReport {
  private static final int NAME_WIDTH = 26;

  /** A history that is longer than both is shown without its middle. */
  private static final int FIRST_LINES = 100;

  private static final int LAST_LINES = 200;

  private final String command;

  /**
   * @param command what to type for the same app and faults, without seeds
   */
  SimulationReport(String command) {
    this.command = command;
  }

  static String padded(String name) {
    return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", name);
  }

  /** The figures, and what failed, as lines. */
  List<String> lines(Campaign.Figures figures) {
    List<String> lines = new ArrayList<>();
    lines.add(padded("fault") + "     times  what happens");
    for (Fault fault : Fault.values()) {
      Long times = figures.faults().get(fault);
      if (times != null) {
        lines.add(
            String.format(Locale.ROOT, "%s%,10d  %s", padded(fault.id()), times, fault.text()));
      }
    }
    lines.add(row("seeds", figures.seeds()));
    lines.add(row("compared", figures.compared()));
    lines.add(row("records", figures.records()));
    lines.add(row("steps", figures.steps()));
    lines.add(row("violations", figures.failures().size()));
    figures.failures().forEach(each -> lines.addAll(lines(each)));
    return lines;
  }

  /** The same as names and values. */
  Map<String, Object> fields(Campaign.Figures figures) {
    Map<String, Object> faults = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      if (figures.faults().containsKey(fault)) {
        faults.put(fault.id(), figures.faults().get(fault));
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("seeds", figures.seeds());
    fields.put("compared", figures.compared());
    fields.put("records", figures.records());
    fields.put("steps", figures.steps());
    fields.put("faults", faults);
    fields.put("failures", figures.failures().stream().map(this::fields).toList());
    return fields;
  }

  /** Says that not all seeds were tried, and how to go on. */
  String stopped(Campaign.Figures figures, long seeds) {
    return String.format(
        Locale.ROOT,
        "stopped: %,d of %,d seeds were tried; the others: %s",
        figures.seeds(),
        seeds,
        others(figures, seeds));
  }

  /**
   * What to type for the seeds that were not tried.
   *
   * @param seeds how many were to be tried in all
   */
  String others(Campaign.Figures figures, long seeds) {
    return command + " --from " + figures.next() + " --seeds " + (seeds - figures.seeds());
  }

  /** The table of the ways by hand. */
  static List<String> lines(List<Comparison.Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-34s%10s%14s%10s%10s%10s",
            "totals by key, added up by",
            "seeds",
            "of them wrong",
            "sums",
            "too high",
            "too low"));
    for (Comparison.Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-34s%,10d%,14d%,10d%,10d%,10d",
              row.way(),
              row.seeds(),
              row.wrongSeeds(),
              row.sums(),
              row.tooHigh(),
              row.tooLow()));
    }
    return lines;
  }

  private static String row(String name, long figure) {
    return String.format(Locale.ROOT, "%s%,10d", padded(name), figure);
  }

  private List<String> lines(Campaign.Failure failure) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("seed " + failure.seed() + " fails; its app: " + failure.app());
    failure.violations().forEach(each -> lines.add("  " + each));
    lines.add("the shortest history that fails:");
    List<String> trace = failure.trace();
    int between = trace.size() - FIRST_LINES - LAST_LINES;
    if (between > 0) {
      trace.subList(0, FIRST_LINES).forEach(each -> lines.add("  " + each));
      lines.add("  ... " + between + " lines between");
      trace = trace.subList(FIRST_LINES + between, trace.size());
    }
    trace.forEach(each -> lines.add("  " + each));
    failure.shortest().forEach(each -> lines.add("  " + each));
    lines.add("again: " + again(failure));
    return lines;
  }

  private Map<String, Object> fields(Campaign.Failure failure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("seed", failure.seed());
    fields.put("app", failure.app());
    fields.put("violations", failure.violations());
    fields.put("shortestTrace", failure.trace());
    fields.put("shortestViolations", failure.shortest());
    fields.put("again", again(failure));
    return fields;
  }

  private String again(Campaign.Failure failure) {
    return command + " --from " + failure.seed() + " --seeds 1";
  }
}
