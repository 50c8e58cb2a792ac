package dev.sluice.cli;

import dev.sluice.engine.entry.Counters;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proves that disturbances change no result. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one stream of generated readings twice, undisturbed and disturbed, and compares all"
          + " outputs byte by byte. In both: 4 shards of which one stays idle and one is split, 4"
          + " buckets, 5 minutes of disorder. Disturbed: batches cut differently, delivered again"
          + " and by two callers at once, answers lost, the coordinator stopped for half of the"
          + " run."
    })
final class ProveCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  long seed = 1;

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "Readings to send. Default: ${DEFAULT-VALUE}")
  int lines = 20_000;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (lines < 1) {
      throw new ParameterException(spec.commandLine(), "--lines takes 1 or more, not " + lines);
    }
    Proof proof = new Proof(seed, lines, problem -> {});
    Proof.Outcome calm = proof.undisturbed();
    Proof.Outcome troubled = proof.disturbed();
    List<String> differences = Proof.differences(calm, troubled);
    out.printf(Locale.ROOT, "%-28s%15s%15s%n", "", "undisturbed", "disturbed");
    row(
        out,
        "calls of the function",
        calm.mapping().invocations(),
        troubled.mapping().invocations());
    row(
        out,
        "records delivered",
        calm.mapping().recordsDelivered(),
        troubled.mapping().recordsDelivered());
    troubled
        .disturbances()
        .forEach((what, count) -> row(out, what, calm.disturbances().get(what), count));
    row(out, "coordinator stopped, ms", calm.pausedMillis(), troubled.pausedMillis());
    row(out, "late values", count(calm, Counters.LATE), count(troubled, Counters.LATE));
    row(
        out,
        "dead letters",
        count(calm, Counters.DEAD_LETTERS),
        count(troubled, Counters.DEAD_LETTERS));
    row(out, "output files", calm.files().size(), troubled.files().size());
    row(out, "bytes", Proof.bytes(calm), Proof.bytes(troubled));
    differences.stream().limit(20).forEach(name -> out.println("differs: " + name));
    List<String> shortcomings = Proof.shortcomings(calm, troubled);
    out.println(verdict(calm, differences, shortcomings));
    out.flush();
    return differences.isEmpty() && shortcomings.isEmpty() ? 0 : Main.FAILED;
  }

  private String verdict(Proof.Outcome calm, List<String> differences, List<String> shortcomings) {
    if (!differences.isEmpty()) {
      return differences.size() + " files differ: this must not be; please report seed " + seed;
    }
    String same = "all " + calm.files().size() + " files are byte-identical";
    return shortcomings.isEmpty()
        ? same
        : same
            + ", but this proves nothing about what there was none of: "
            + String.join(", ", shortcomings)
            + "; take more --lines";
  }

  private static long count(Proof.Outcome outcome, String counter) {
    return outcome.counters().getOrDefault(counter, 0L);
  }

  private static void row(PrintWriter out, String what, long one, long other) {
    out.printf(Locale.ROOT, "%-28s%,15d%,15d%n", what, one, other);
  }
}
