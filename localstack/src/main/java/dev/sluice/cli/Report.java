package dev.sluice.cli;

import dev.sluice.engine.entry.Counters;
import dev.sluice.local.run.LocalRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What came of a run, for people. */
final class Report {
  private final Map<String, Long> counters;
  private final int files;
  private final Path directory;
  private final PrintWriter out;

  Report(LocalRun run, Path directory, PrintWriter out) {
    this(run.status().counters(), run.outputs().list("").size(), directory, out);
  }

  Report(Map<String, Long> counters, int files, Path directory, PrintWriter out) {
    this.counters = counters;
    this.files = files;
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
    out.println(files + " files in " + directory.toAbsolutePath().normalize());
    out.flush();
  }

  private void line(String what, long count, String where) {
    out.printf(Locale.ROOT, "%-16s %,12d%s%n", what, count, where);
  }
}
