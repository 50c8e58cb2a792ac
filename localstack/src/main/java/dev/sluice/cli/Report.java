package dev.sluice.cli;

import dev.sluice.engine.entry.Counters;
import dev.sluice.local.lambda.FunctionCounters;
import dev.sluice.local.run.LocalRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a run, for people. */
final class Report {
  private static final long MEGABYTE = 1024 * 1024;

  private final Map<String, Long> counters;
  private final int files;
  private final List<FunctionCounters> functions;
  private final Path directory;
  private final PrintWriter out;

  Report(LocalRun run, Path directory, PrintWriter out) {
    this(
        run.status().counters(),
        run.outputs().list("").size(),
        run.functionCounters(),
        directory,
        out);
  }

  Report(
      Map<String, Long> counters,
      int files,
      List<FunctionCounters> functions,
      Path directory,
      PrintWriter out) {
    this.counters = counters;
    this.files = files;
    this.functions = functions;
    this.directory = directory;
    this.out = out;
  }

  long records() {
    return count(Counters.RECORDS);
  }

  long deadLetters() {
    return count(Counters.DEAD_LETTERS);
  }

  private long count(String name) {
    return counters.getOrDefault(name, 0L);
  }

  void print() {
    line("records", records(), "");
    counters.forEach(
        (name, count) -> {
          if (name.startsWith(Counters.ROWS)
              && !name.contains("dead-letter/")
              && !name.contains("late/")) {
            line(name.substring(Counters.ROWS.length()), count, " rows");
          }
        });
    Counters.accumulators(counters).forEach((name, count) -> line(name, count, ""));
    long late = count(Counters.LATE);
    line("late", late, late > 0 ? " in late/" : "");
    line("dead letters", deadLetters(), deadLetters() > 0 ? " in dead-letter/" : "");
    functions.forEach(this::line);
    out.println(files + " files in " + directory.toAbsolutePath().normalize());
    out.flush();
  }

  /** What a function did that ran in processes of its own. */
  private void line(FunctionCounters function) {
    String memory =
        function.peakBytes() == 0
            ? ""
            : String.format(Locale.ROOT, ", %d MB at most", function.peakBytes() / MEGABYTE);
    String faults =
        fault(function.threw(), "threw")
            + fault(function.timedOut(), "timed out")
            + fault(function.crashed(), "crashed");
    out.printf(
        Locale.ROOT,
        "%-16s %,12d call%s, %d cold start%s (%.2f s until ready, median; %.2f s all)%s%s%n",
        function.name(),
        function.calls(),
        function.calls() == 1 ? "" : "s",
        function.starts().size(),
        function.starts().size() == 1 ? "" : "s",
        function.medianStart().toMillis() / 1000.0,
        function.starts().stream().mapToLong(Duration::toMillis).sum() / 1000.0,
        memory,
        faults);
  }

  private static String fault(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }

  private void line(String what, long count, String where) {
    out.printf(Locale.ROOT, "%-16s %,12d%s%n", what, count, where);
  }
}
