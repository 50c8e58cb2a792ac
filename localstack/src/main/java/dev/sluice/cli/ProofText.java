package dev.sluice.cli;

import dev.sluice.engine.entry.Counters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a proof has shown, for people and for programs. */
final class ProofText {
  private static final int MOST_DIFFERENCES = 20;

  private final long seed;
  private final Proof.Outcome calm;
  private final Proof.Outcome troubled;
  private final List<String> differences;
  private final List<String> shortcomings;

  /**
   * @param seed that made the readings and the trouble
   */
  ProofText(long seed, Proof.Outcome calm, Proof.Outcome troubled) {
    this.seed = seed;
    this.calm = calm;
    this.troubled = troubled;
    this.differences = Proof.differences(calm, troubled);
    this.shortcomings = Proof.shortcomings(calm, troubled);
  }

  /** Whether all is the same, and something was done to it. */
  boolean isProof() {
    return differences.isEmpty() && shortcomings.isEmpty();
  }

  /** A line for each figure, and the verdict. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-28s%15s%15s", "", "undisturbed", "disturbed"));
    Map<String, Long> others = figures(troubled);
    figures(calm)
        .forEach(
            (name, figure) ->
                lines.add(
                    String.format(Locale.ROOT, "%-28s%,15d%,15d", name, figure, others.get(name))));
    differences.stream().limit(MOST_DIFFERENCES).forEach(name -> lines.add("differs: " + name));
    lines.add(verdict());
    return lines;
  }

  /** The same as names and values. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("proved", isProof());
    fields.put("seed", seed);
    fields.put("undisturbed", figures(calm));
    fields.put("disturbed", figures(troubled));
    fields.put("differences", differences);
    fields.put("missing", shortcomings);
    return fields;
  }

  private static Map<String, Long> figures(Proof.Outcome of) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("calls of the function", of.mapping().invocations());
    figures.put("records delivered", of.mapping().recordsDelivered());
    figures.put("records taken", of.counters().getOrDefault(Counters.RECORDS, 0L));
    figures.putAll(of.disturbances());
    figures.put("coordinator stopped, ms", of.pausedMillis());
    figures.put("late values", of.counters().getOrDefault(Counters.LATE, 0L));
    figures.put("dead letters", of.counters().getOrDefault(Counters.DEAD_LETTERS, 0L));
    figures.put("output files", (long) of.files().size());
    figures.put("bytes", Proof.bytes(of));
    return figures;
  }

  private String verdict() {
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
}
