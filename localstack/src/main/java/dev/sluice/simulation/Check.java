package dev.sluice.simulation;

import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.control.Status;
import dev.sluice.engine.entry.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what a run has published with what it must have. */
final class Check {
  private static final String DEAD_LETTERS = "dead-letter/";
  private static final int MOST_DIFFERENCES = 5;
  private static final int LONGEST_TEXT = 400;

  private final Subject subject;
  private final EngineSettings settings;
  private final Run run;

  Check(Subject subject, EngineSettings settings, Run run) {
    this.subject = subject;
    this.settings = settings;
    this.run = run;
  }

  /** What is wrong with the clocks of lanes, and what an oracle finds wrong. */
  List<String> violations() {
    History history = run.history();
    List<String> violations = new Clocks(run, history).violations();
    violations.addAll(new Lost(run.stores).violations());
    violations.addAll(new Undelivered(run.stores, run.trouble).violations());
    violations.addAll(run.stores.broadcasts.announced(run.stores, settings).violations());
    if (subject instanceof WithFiles) {
      violations.addAll(WithFiles.violations(run));
    }
    if (subject instanceof WithThrowing with) {
      violations.addAll(with.violations(run.stores.files()));
    }
    if (subject instanceof WithStream) {
      violations.addAll(new AddedStream(run, settings).violations());
    }
    Optional<Subject.Expected> expected = subject.expected(history.records(), history.lastMillis());
    if (expected.isEmpty()) {
      return violations;
    }
    subject.calls().ifPresent(calls -> violations.addAll(calls.violations()));
    compare("results", rows(), expected.get().rows(), violations);
    SortedMap<String, Long> counted = counted(run);
    TreeMap<String, Long> counters = new TreeMap<>();
    for (String name : expected.get().counters().keySet()) {
      counters.put(name, counted.getOrDefault(name, 0L));
    }
    compare("counter", counters, expected.get().counters(), violations);
    return violations;
  }

  /** Where two runs differ that must be alike: byte by byte, unless rows are in other parts. */
  static List<String> difference(Run run, Run calm) {
    List<String> violations = new ArrayList<>();
    SortedMap<String, String> found = run.stores.files();
    long begins = run.deployments.begins().orElse(Long.MAX_VALUE);
    boolean before = run.deployments.changedBack();
    SortedMap<String, String> files = Changed.files(begins, before, calm.stores.files(), found);
    compare(
        "rows at border",
        Changed.numbered(begins, found),
        Changed.numbers(begins, found),
        violations);
    found.keySet().removeIf(Changed::isNumbered);
    SortedMap<String, Long> counted = counters(run);
    SortedMap<String, Long> all = counters(calm);
    if (before) { // the union had less of the stream that was added
      List.of(found, files, counted, all)
          .forEach(each -> each.keySet().removeIf(WithStream::isOfUnion));
    }
    if (run.cloud.isSpread()) {
      Parts parts = new Parts(found);
      violations.addAll(parts.violations());
      compare("directory", parts.rows(), new Parts(files).rows(), violations);
    } else {
      compare("file", found, files, violations);
    }
    compare("counter", counted, all, violations);
    return violations;
  }

  /** What the app counts, all lanes together, other than how its records came. */
  private static SortedMap<String, Long> counted(Run run) {
    Status status =
        new Engine(run.deployments.plan(), run.cloud.settings, run.stores.ports()).status();
    SortedMap<String, Long> counters = new TreeMap<>(status.counters());
    counters.remove(Counters.UNDELIVERED);
    counters.remove(Counters.EXPIRED);
    status.accumulators().forEach((name, sum) -> counters.put("accumulator/" + name, sum));
    return counters;
  }

  /** Without the rows of what is added, of which the calm run has more. */
  private static SortedMap<String, Long> counters(Run run) {
    SortedMap<String, Long> counters = counted(run);
    counters.keySet().removeIf(Changed::adds);
    return counters;
  }

  /**
   * The lines of all parts of each directory, sorted, without markers and dead letters; and what
   * was printed, or came to sinks outside.
   */
  private SortedMap<String, List<String>> rows() {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    run.stores
        .files()
        .forEach(
            (name, content) -> {
              int slash = name.lastIndexOf('/');
              boolean known =
                  !name.startsWith(DEAD_LETTERS)
                      && !Changed.adds(name)
                      && !WithLengths.adds(name)
                      && !WithStream.adds(name)
                      && !WithThrowing.adds(name);
              if (!name.startsWith("_", slash + 1) && known) {
                rows.computeIfAbsent(name.substring(0, slash), d -> new ArrayList<>())
                    .addAll(Contents.rows(name, content));
              }
            });
    rows.putAll(run.stores.printed.rows());
    rows.values().forEach(lines -> lines.sort(null));
    subject.calls().ifPresent(calls -> rows.putAll(calls.rows()));
    return rows;
  }

  static <N, V> void compare(
      String what,
      Map<N, ? extends V> found,
      Map<N, ? extends V> expected,
      List<String> violations) {
    if (found.equals(expected)) {
      return;
    }
    TreeSet<N> names = new TreeSet<>(found.keySet());
    names.addAll(expected.keySet());
    names.stream()
        .filter(name -> !Objects.equals(found.get(name), expected.get(name)))
        .limit(MOST_DIFFERENCES)
        .map(
            name ->
                what
                    + " "
                    + name
                    + "\n    is      "
                    + text(found.get(name))
                    + "\n    must be "
                    + text(expected.get(name)))
        .forEach(violations::add);
  }

  private static String text(Object value) {
    String text = value == null ? "(nothing)" : value.toString().replace("\n", "\\n");
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
  }

  /** An error of the engine, with the place that threw it. */
  static String textOf(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    StackTraceElement[] trace = cause.getStackTrace();
    return e.getMessage() + ": " + cause + (trace.length == 0 ? "" : "\n    at " + trace[0]);
  }
}
