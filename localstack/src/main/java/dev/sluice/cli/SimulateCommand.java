package dev.sluice.cli;

import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import dev.sluice.simulation.Campaign;
import dev.sluice.simulation.Comparison;
import dev.sluice.simulation.Lines;
import dev.sluice.simulation.Subject;
import dev.sluice.simulation.Theme;
import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries an app, or random ones, under every fault. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs an app from start to end on a simulated Kinesis, DynamoDB, S3 and Lambda, once for each"
          + " seed: the seed decides the input and everything that goes wrong. All results must be"
          + " those of a run in which nothing goes wrong, byte for byte; for random apps they must"
          + " also be what a plain fold over all records gives.",
      "Without APP or --class each seed has a random app of its own. What fails is shown with the"
          + " shortest history of trouble that still fails.",
      "Ctrl-C ends it with the figures of the seeds so far."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final long LATER_MILLIS = 1_000;
  private static final long SEEDS_PER_LINE = 1_000;

  /** What says something about a comparison. */
  private static final Set<String> COMPARED =
      Set.of("--compare", "--seeds", "--from", "--fault", "--json");

  @Spec CommandSpec spec;

  @Mixin AppOptions app;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds. Default: ${DEFAULT-VALUE}")
  long seeds = 200;

  @Option(
      names = "--from",
      paramLabel = "SEED",
      description = "The first seed. Default: ${DEFAULT-VALUE}")
  long from = 1;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Only this fault; may be repeated. Default: all of --list-faults.")
  List<String> only = new ArrayList<>();

  @Option(
      names = "--about",
      paramLabel = "TEXT",
      description =
          "Passes over the seeds whose random app does not have this in its description: files,"
              + " broadcast, sessions, join, mapWithState ...")
  String about = "";

  @Option(
      names = "--theme",
      paramLabel = "NAME",
      description =
          "Each seed is about this: some faults that matter together happen often, and others"
              + " seldom. ${COMPLETION-CANDIDATES}. Default: some seeds are about one of them.",
      completionCandidates = Themes.class)
  Optional<String> theme = Optional.empty();

  @Option(names = "--list-faults", description = "Says what can go wrong, and ends.")
  boolean list;

  @Option(
      names = "--input",
      paramLabel = "[STREAM=]FILE",
      description =
          "The lines that an app of your own gets, some 40 to 140 of all files, and with each seed from"
              + " 37 lines further on; once for each of its streams.")
  List<String> inputs = new ArrayList<>();

  @Mixin TableOptions tables;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Seeds at a time. Default: the number of processors")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--compare",
      description =
          "Shows instead what the same histories do to the usual ways of adding up by hand, for"
              + " totals by key: takes no app and no theme.")
  boolean compare;

  @Option(
      names = "--shrink",
      paramLabel = "RUNS",
      description = "Runs to look for a shorter history that fails. Default: ${DEFAULT-VALUE}")
  int shrink = 600;

  @Mixin AnswerOptions answer;

  /** The names that {@code --theme} takes. */
  static final class Themes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Theme.ids().iterator();
    }
  }

  @Override
  public Integer call() {
    if (list) {
      listFaults();
      return 0;
    }
    if (seeds < 1 || threads < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds and --threads take 1 or more");
    }
    if (compare) {
      requireAlone();
      List<Comparison.Row> rows;
      try (Progress progress = progress()) {
        rows = new Comparison(faults()).run(from, seeds, seed -> progress.at(seed - from + 1));
      }
      answer.give(Map.of("ways", rows), SimulationReport.lines(rows));
      return code(rows);
    }
    Campaign campaign =
        new Campaign(subjects(), new Campaign.Choice(about, faults(), theme()), shrink);
    if (campaign.wanted(from).isEmpty()) {
      throw new UserException(
          "no random app has '"
              + about
              + "' in its description, for example "
              + Pipeline.ofSeed(from).name());
    }
    try (Interruption interruption = new Interruption()) {
      Campaign.Figures figures;
      try (Progress progress = progress()) {
        figures = campaign.run(from, seeds, threads, 1, progress::at);
      }
      report(figures, interruption.came());
      if (isOwn() && seeds > 1 && figures.compared() == 0 && !interruption.came()) {
        throw new UserException(
            "nothing was compared: in no seed was the input the same as in a calm run; try more"
                + " seeds, or other faults");
      }
      if (figures.failures().isEmpty() && !interruption.came()) {
        requireHappened(figures);
      }
      return figures.failures().isEmpty() ? 0 : Main.FAILED;
    }
  }

  /** A fault that was asked for and never came proves nothing. */
  private void requireHappened(Campaign.Figures figures) {
    Set<Fault> asked = only.isEmpty() ? EnumSet.noneOf(Fault.class) : faults();
    Set<Fault> missing = EnumSet.noneOf(Fault.class);
    asked.stream().filter(each -> !figures.faults().containsKey(each)).forEach(missing::add);
    if (seeds == 1 || missing.isEmpty()) { // one seed is shown again as it was
      return;
    }
    String said = MissingFaults.text(missing, asked, theme());
    if (missing.equals(asked)) {
      throw new UserException(said);
    }
    answer.err().println("sluice: " + said);
  }

  /** The job and the ways are always the same. */
  private void requireAlone() {
    List<String> others = new ArrayList<>();
    if (app.example != null) {
      others.add(app.example);
    }
    spec.commandLine().getParseResult().matchedOptionsSet().stream()
        .map(OptionSpec::longestName)
        .filter(each -> !COMPARED.contains(each))
        .forEach(others::add);
    if (!others.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--compare has a job of its own, and takes --seeds, --from and --fault; leave out "
              + String.join(", ", others));
    }
  }

  /** Ways by hand may be wrong. */
  static int code(List<Comparison.Row> rows) {
    return rows.stream().anyMatch(each -> each.isToolkit() && each.wrongSeeds() > 0)
        ? Main.FAILED
        : 0;
  }

  private void listFaults() {
    Map<String, Object> texts = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      texts.put(fault.id(), fault.text());
      lines.add(SimulationReport.padded(fault.id()) + fault.text());
    }
    answer.give(Map.of("faults", texts), lines);
  }

  private void report(Campaign.Figures figures, boolean stopped) {
    SimulationReport report = new SimulationReport(command());
    Map<String, Object> fields = report.fields(figures);
    List<String> lines = report.lines(figures);
    fields.put("others", stopped ? report.others(figures, seeds) : null);
    if (stopped) {
      lines.add(report.stopped(figures, seeds));
    }
    answer.give(fields, lines);
  }

  private Progress progress() {
    return Progress.of(
        "seeds", OptionalLong.of(seeds), spec.commandLine().getErr(), SEEDS_PER_LINE);
  }

  private Set<Fault> faults() {
    Set<Fault> allowed = EnumSet.noneOf(Fault.class);
    for (String name : only) {
      allowed.add(
          Fault.named(name)
              .orElseThrow(
                  () -> unknown("fault", name, Fault.ids(), "--list-faults says which there are")));
    }
    return only.isEmpty() ? EnumSet.allOf(Fault.class) : allowed;
  }

  private Optional<Theme> theme() {
    return theme.map(
        name ->
            Theme.named(name)
                .orElseThrow(
                    () ->
                        unknown(
                            "theme",
                            name,
                            Theme.ids(),
                            "there are " + String.join(", ", Theme.ids()))));
  }

  private ParameterException unknown(String what, String name, List<String> ids, String which) {
    return new ParameterException(
        spec.commandLine(),
        "there is no " + what + " '" + name + "'; " + Nearest.question(name, ids).orElse(which));
  }

  private boolean isOwn() {
    return !app.isUnsaid() || app.isInProject();
  }

  private LongFunction<Subject> subjects() {
    if (!isOwn()) {
      if (!inputs.isEmpty() || !tables.files.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--input and --table belong to an app; name it, or leave them out");
      }
      return Pipeline::ofSeed;
    }
    if (!about.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--about is for random apps; leave it out, or the app");
    }
    if (inputs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "an app needs lines to work on: give --input FILE");
    }
    AppOptions.Named named = app.choose();
    Map<String, List<String>> rows = tables.lines();
    Plan plan = Tables.plan(named.app(), rows);
    if (!plan.sides().broadcastNames().isEmpty()) {
      throw new UserException(
          "a simulation has no tables that change, and the app uses broadcast "
              + String.join(", ", plan.sides().broadcastNames()));
    }
    if (plan.streams(SourceKind.KINESIS).size() < plan.streams().size()) {
      throw new UserException(
          "a simulation has streams of Kinesis only, and the app reads "
              + String.join(", ", plan.streams()));
    }
    if (Lines.never().containsAll(faults())) {
      throw new ParameterException(
          spec.commandLine(),
          "what --fault names does not happen to an app of one's own: its records are those of the"
              + " file, and with another input there is nothing to compare its results with");
    }
    Map<String, List<byte[]>> lines = new TreeMap<>();
    long begin = 0;
    for (Map.Entry<String, String> each : files(plan.streams()).entrySet()) {
      LineTimes times = new LineTimes(plan, each.getKey());
      Input whole = Input.open(each.getValue(), times, true, false);
      List<byte[]> records = new ArrayList<>();
      whole.lines().forEachRemaining(records::add);
      if (records.isEmpty()) {
        throw new NothingToDoException(each.getValue() + " has no lines");
      }
      lines.put(each.getKey(), records);
      begin = Math.max(begin, whole.newestMillis().orElse(0) + LATER_MILLIS);
    }
    return new Lines(named.name(), () -> app.choose().app(), rows, lines, begin, 0)::of;
  }

  /** The file of each stream; where there is one stream only, its name may be left out. */
  private Map<String, String> files(List<String> streams) {
    Map<String, String> files = new TreeMap<>();
    for (String each : inputs) {
      String stream = each.substring(0, Math.max(0, each.indexOf('=')));
      String before;
      if (streams.contains(stream)) {
        before = files.put(stream, each.substring(stream.length() + 1));
      } else if (streams.size() == 1) {
        before = files.put(streams.get(0), each);
      } else {
        throw new ParameterException(
            spec.commandLine(),
            "the app reads "
                + String.join(", ", streams)
                + "; give --input STREAM=FILE for each, not "
                + each);
      }
      if (before != null) {
        throw new ParameterException(
            spec.commandLine(),
            "a stream gets the lines of one file, not those of " + before + " and " + each);
      }
    }
    if (files.size() < streams.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "the app reads " + String.join(", ", streams) + "; give --input STREAM=FILE for each");
    }
    return files;
  }

  /** What to type to see a failure again. */
  private String command() {
    StringBuilder command = new StringBuilder("./sluice simulate");
    spec.commandLine().getParseResult().matchedOptionsSet().stream()
        .filter(
            each ->
                !Set.of("--seeds", "--from", "--threads", "--shrink", "--json")
                    .contains(each.longestName()))
        .forEach(
            each -> {
              for (String value : each.originalStringValues()) {
                boolean plain = value.matches("[\\w./=-]+");
                command.append(' ').append(each.longestName()).append(' ');
                command.append(plain ? value : "'" + value + "'");
              }
            });
    if (app.example != null) {
      command.append(' ').append(app.example);
    }
    return command.toString();
  }
}
