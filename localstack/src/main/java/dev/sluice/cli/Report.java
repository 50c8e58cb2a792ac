package dev.sluice.cli;

import dev.sluice.engine.entry.Counters;
import dev.sluice.local.lambda.FunctionCounters;
import dev.sluice.local.run.LocalRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a run, for people and for programs. */
final class Report {
  private static final long MEGABYTE = 1024 * 1024;

  private final Map<String, Long> counters;
  private final int files;
  private final List<FunctionCounters> functions;
  private final Path directory;

  Report(LocalRun run, Path directory) {
    this(run.status().counters(), run.outputs().list("").size(), run.functionCounters(), directory);
  }

  Report(Map<String, Long> counters, int files, List<FunctionCounters> functions, Path directory) {
    this.counters = counters;
    this.files = files;
    this.functions = functions;
    this.directory = directory.toAbsolutePath().normalize();
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

  /** How many rows each sink has. */
  private Map<String, Long> rows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    counters.forEach(
        (name, count) -> {
          if (name.startsWith(Counters.ROWS)
              && !name.contains("dead-letter/")
              && !name.contains("late/")) {
            rows.put(name.substring(Counters.ROWS.length()), count);
          }
        });
    return rows;
  }

  /** As names and values; times in milliseconds. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", records());
    fields.put("rows", rows());
    fields.put("accumulators", Counters.accumulators(counters));
    fields.put("late", count(Counters.LATE));
    fields.put("deadLetters", deadLetters());
    fields.put("functions", functions.stream().map(Report::fields).toList());
    fields.put("files", files);
    fields.put("out", directory.toString());
    return fields;
  }

  private static Map<String, Object> fields(FunctionCounters function) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", function.name());
    fields.put("calls", function.calls());
    fields.put("coldStarts", function.starts().size());
    fields.put("medianStartMillis", function.medianStart().toMillis());
    fields.put("allStartsMillis", startMillis(function));
    fields.put("peakBytes", function.peakBytes());
    fields.put("threw", function.threw());
    fields.put("timedOut", function.timedOut());
    fields.put("crashed", function.crashed());
    return fields;
  }

  private static long startMillis(FunctionCounters function) {
    return function.starts().stream().mapToLong(Duration::toMillis).sum();
  }

  /** A line for each thing. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("records", records(), ""));
    rows().forEach((name, count) -> lines.add(line(name, count, " rows")));
    Counters.accumulators(counters).forEach((name, count) -> lines.add(line(name, count, "")));
    long late = count(Counters.LATE);
    lines.add(line("late", late, late > 0 ? " in late/" : ""));
    lines.add(line("dead letters", deadLetters(), deadLetters() > 0 ? " in dead-letter/" : ""));
    functions.forEach(each -> lines.add(line(each)));
    lines.add(files + " files in " + directory);
    return lines;
  }

  /** What a function did that ran in processes of its own. */
  private static String line(FunctionCounters function) {
    String memory =
        function.peakBytes() == 0
            ? ""
            : String.format(Locale.ROOT, ", %d MB at most", function.peakBytes() / MEGABYTE);
    String faults =
        fault(function.threw(), "threw")
            + fault(function.timedOut(), "timed out")
            + fault(function.crashed(), "crashed");
    return String.format(
        Locale.ROOT,
        "%-16s %,12d call%s, %d cold start%s (%.2f s until ready, median; %.2f s all)%s%s",
        function.name(),
        function.calls(),
        function.calls() == 1 ? "" : "s",
        function.starts().size(),
        function.starts().size() == 1 ? "" : "s",
        function.medianStart().toMillis() / 1000.0,
        startMillis(function) / 1000.0,
        memory,
        faults);
  }

  private static String fault(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }

  private static String line(String what, long count, String where) {
    return String.format(Locale.ROOT, "%-16s %,12d%s", what, count, where);
  }
}
