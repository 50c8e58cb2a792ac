package dev.sluice.cli;

import dev.sluice.engine.control.Status;
import dev.sluice.engine.entry.Counters;
import dev.sluice.local.run.LocalRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a run, for people. */
final class Report {
  private final LocalRun run;
  private final Path directory;
  private final PrintWriter out;

  Report(LocalRun run, Path directory, PrintWriter out) {
    this.run = run;
    this.directory = directory;
    this.out = out;
  }

  void print() {
    Status status = run.status();
    Map<String, Long> counters = status.counters();
    List<String> files = run.outputs().list("");
    out.printf(
        Locale.ROOT, "%-16s %,12d%n", "records", counters.getOrDefault(Counters.RECORDS, 0L));
    counters.forEach(
        (name, count) -> {
          if (name.startsWith(Counters.ROWS)
              && !name.contains("dead-letter/")
              && !name.contains("late/")) {
            out.printf(
                Locale.ROOT, "%-16s %,12d rows%n", name.substring(Counters.ROWS.length()), count);
          }
        });
    long late = counters.getOrDefault(Counters.LATE, 0L);
    long dead = counters.getOrDefault(Counters.DEAD_LETTERS, 0L);
    out.printf(Locale.ROOT, "%-16s %,12d%s%n", "late", late, late > 0 ? " in late/" : "");
    out.printf(
        Locale.ROOT, "%-16s %,12d%s%n", "dead letters", dead, dead > 0 ? " in dead-letter/" : "");
    out.println(files.size() + " files in " + directory.toAbsolutePath().normalize());
    out.flush();
  }
}
