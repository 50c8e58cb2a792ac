package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.simulation.Campaign;
import dev.sluice.simulation.Comparison;
import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("simulation")
class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void randomAppsAreTriedAndTheFaultsCounted() {
    assertThat(run("simulate", "--seeds", "5")).isZero();
    assertThat(out.toString()).contains("seeds", "violations                         0");
  }

  @Test
  void faultThatWasAskedForAndNeverHappenedIsSaid() {
    assertThat(run("simulate", "--seeds", "3", "--fault", "changed-back")).isEqualTo(Main.FAILED);
    assertThat(err.toString())
        .contains(
            "changed-back has not happened in any of these seeds",
            "changed-back needs --fault compatible-change");

    err.getBuffer().setLength(0);
    assertThat(
            run("simulate", "--seeds", "3", "--fault", "changed-back", "--fault", "wake-up-lost"))
        .isZero();
    assertThat(err.toString()).contains("changed-back has not happened");

    err.getBuffer().setLength(0);
    assertThat(run("simulate", "--seeds", "3", "--fault", "kept-slowly")).isEqualTo(Main.FAILED);
    assertThat(err.toString())
        .contains("kept-slowly needs --fault table-lost --fault kept-checkpoint --theme keeping");

    err.getBuffer().setLength(0);
    assertThat(run("simulate", "--seeds", "3", "--fault", "out-of-order")).isZero();
    assertThat(out.toString()).contains("out-of-order");
    assertThat(run("simulate", "--seeds", "3", "--fault", "huge-record")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("huge-record has not happened", "try more of them");

    err.getBuffer().setLength(0);
    assertThat(run("simulate", "--seeds", "1", "--fault", "changed-back")).isZero();
    assertThat(err.toString()).doesNotContain("has not happened");
  }

  @Test
  void programsGetTheFiguresAsOneObject() {
    assertThat(run("simulate", "--seeds", "5", "--json")).isZero();
    JsonObject figures = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(figures.get("seeds").getAsInt()).isEqualTo(5);
    assertThat(figures.get("failures").getAsJsonArray()).isEmpty();
    assertThat(figures.get("others").isJsonNull()).isTrue();
    assertThat(figures.getAsJsonObject("faults").keySet()).isNotEmpty();
  }

  @Test
  void programsGetFaultsAndWaysByHandAsOneObject() {
    assertThat(run("simulate", "--list-faults", "--json")).isZero();
    JsonObject faults = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(faults.getAsJsonObject("faults").keySet()).containsExactlyElementsOf(Fault.ids());
    out.getBuffer().setLength(0);
    assertThat(run("simulate", "--compare", "--seeds", "2", "--json")).isZero();
    JsonObject ways = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(ways.getAsJsonArray("ways").get(0).getAsJsonObject().keySet())
        .containsExactly("way", "seeds", "wrongSeeds", "sums", "tooHigh", "tooLow");
  }

  @Test
  void failureIsToldToProgramsWithTheCommandThatRepeatsIt() {
    Campaign.Failure failure =
        new Campaign.Failure(7, "an app", List.of("I4"), List.of("put"), List.of("I4 too"));
    Campaign.Figures figures =
        new Campaign.Figures(3, 4, 20, 9, 3, Map.of(Fault.SLEEP, 2L), List.of(failure));
    SimulationReport report = new SimulationReport("./sluice simulate");
    assertThat(ValueText.json(report.fields(figures)))
        .isEqualTo(
            "{\"seeds\":3,\"compared\":3,\"records\":9,\"steps\":20,\"faults\":{\"sleep\":2},\"failures\":[{"
                + "\"seed\":7,\"app\":\"an app\",\"violations\":[\"I4\"],"
                + "\"shortestTrace\":[\"put\"],\"shortestViolations\":[\"I4 too\"],"
                + "\"again\":\"./sluice simulate --from 7 --seeds 1\"}]}");
    assertThat(report.lines(figures))
        .contains(
            "seed 7 fails; its app: an app",
            "  put",
            "again: ./sluice simulate --from 7 --seeds 1");
    assertThat(report.others(figures, 10)).isEqualTo("./sluice simulate --from 4 --seeds 7");
  }

  @Test
  void ownAppRunsOnItsLines(@TempDir Path dir) throws Exception {
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    assertThat(run("simulate", "word-count", "--input", book.toString(), "--seeds", "3")).isZero();
    assertThat(out.toString()).contains("violations                         0");
  }

  @Test
  void faultThatDoesNotHappenToAnAppOfOnesOwnIsRefused(@TempDir Path dir) throws Exception {
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    String[] app = {"simulate", "word-count", "--input", book.toString(), "--seeds", "2"};
    assertThat(run(with(app, "--fault", "poison", "--fault", "hot-key"))).isEqualTo(2);
    assertThat(err.toString()).contains("does not happen to an app of one's own");
    assertThat(run(with(app, "--fault", "poison", "--fault", "redelivery"))).isZero();
    assertThat(out.toString()).contains("compared                           2");
  }

  @Test
  void appThatReadsOtherSourcesIsRefused(@TempDir Path dir) throws Exception {
    String define = "stream.textFileStream(\"files\").saveAsTextFiles(\"all\");";
    Path classes =
        UserApps.compile(dir, Map.of("com.example.Read", UserApps.source("Read", "", define)));
    Path jar = UserApps.jar(classes, dir.resolve("read.jar"));
    String[] app = {"simulate", "--jar", jar.toString(), "--class", "com.example.Read"};
    assertThat(run(with(app, "--input", "pom.xml"))).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("a simulation has streams of Kinesis only");
  }

  @Test
  void onlyTheNamedFaultComes() {
    assertThat(run("simulate", "--seeds", "20", "--fault", "crash-after-commit")).isZero();
    assertThat(out.toString()).contains("crash-after-commit").doesNotContain("redelivery");
  }

  @Test
  void onlySeedsWithTheWantedAppsAreTried() {
    Campaign.Choice choice =
        new Campaign.Choice("files, and", EnumSet.allOf(Fault.class), Optional.empty());
    Campaign campaign = new Campaign(Pipeline::ofSeed, choice, 0);
    Campaign.Figures figures = campaign.run(1, 3, 2, 1, done -> {});
    assertThat(figures.seeds()).isEqualTo(3);
    assertThat(figures.next()).isEqualTo(7 + 2 * 16 + 1);
    assertThat(run("simulate", "--about", "files, and", "--seeds", "1", "--json")).isZero();
    assertThat(run("simulate", "--about", "no such thing")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("no random app has 'no such thing' in its description");
    assertThat(run("simulate", "word-count", "--input", "pom.xml", "--about", "files"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--about is for random apps");
  }

  @Test
  void eachSeedIsAboutTheWantedTheme() {
    String[] layouts = {"simulate", "--seeds", "20", "--theme", "layouts", "--json"};
    assertThat(run(layouts)).isZero();
    assertThat(out.toString()).contains("\"table-lost\"").contains("\"layout-change\"");
    assertThat(out.toString()).doesNotContain("\"table-restored\"");
    String[] clocks = {"simulate", "--seeds", "3", "--theme", "fast-clocks", "--json"};
    assertThat(run(clocks)).isZero();
    assertThat(out.toString()).contains("\"clock-ahead\"").contains("\"probe-answered-late\"");
    String[] tables = {
      "simulate", "--seeds", "5", "--theme", "announcing", "--about", "broadcast", "--json"
    };
    assertThat(run(tables)).isZero();
    assertThat(out.toString()).contains("\"table-changes\"").contains("\"slow-keeping\"");
    assertThat(run("simulate", "--theme", "layout")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no theme 'layout'; did you mean layouts?");
    assertThat(run("simulate", "--theme", "weather")).isEqualTo(2);
    assertThat(err.toString()).contains("there are beginnings, layouts,");
  }

  @Test
  void someThingsAreSlowOnlyWhereThatIsAskedFor() {
    assertThat(figures("changes")).doesNotContain("\"kept-slowly\"", "\"changed-slowly\"");
    assertThat(figures("keeping")).contains("\"kept-slowly\"").doesNotContain("\"changed-slowly\"");
    assertThat(figures("slow-changes"))
        .contains("\"changed-slowly\"")
        .doesNotContain("\"kept-slowly\"");
  }

  /** What a few seeds of a theme give. */
  private String figures(String theme) {
    int before = out.getBuffer().length();
    assertThat(run("simulate", "--seeds", "10", "--theme", theme, "--json")).isZero();
    return out.toString().substring(before);
  }

  @Test
  void lanesThatTakeNoPutsAreATheme() {
    String[] throttled = {"simulate", "--seeds", "10", "--theme", "throttled-lanes", "--json"};
    assertThat(run(throttled)).isZero();
    assertThat(out.toString())
        .contains("\"lane-throttled\"")
        .contains("\"layout-change\"")
        .contains("\"table-lost\"")
        .doesNotContain("\"table-restored\"");
  }

  @Test
  void misspeltFaultIsNamedWithTheNearest() {
    assertThat(run("simulate", "--fault", "crash-after-comit")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean crash-after-commit?");
  }

  @Test
  void appWithoutLinesIsRefused() {
    assertThat(run("simulate", "word-count")).isEqualTo(2);
    assertThat(err.toString()).contains("give --input FILE");
  }

  @Test
  void tableThatTheAppDoesNotReadIsRefused() {
    String[] app = {"simulate", "word-count", "--input", "pom.xml", "--table", "names=pom.xml"};
    assertThat(run(app)).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("the app has no table 'names'; leave it out");
  }

  @Test
  void appWithSeveralStreamsRunsOnTheLinesOfEach(@TempDir Path dir) throws Exception {
    String define =
        "stream.kinesis(\"left\", Decoder.utf8()).union(stream.kinesis(\"right\", Decoder.utf8()))"
            + ".saveAsTextFiles(\"all\");";
    Path classes =
        UserApps.compile(dir, Map.of("com.example.Both", UserApps.source("Both", "", define)));
    Path jar = UserApps.jar(classes, dir.resolve("both.jar"));
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    String[] app = {"simulate", "--jar", jar.toString(), "--class", "com.example.Both"};
    assertThat(run(with(app, "--input", book.toString()))).isEqualTo(2);
    assertThat(err.toString()).contains("the app reads left, right; give --input STREAM=FILE");
    assertThat(run(with(app, "--input", "left=" + book))).isEqualTo(2);
    assertThat(
            run(with(app, "--input", "left=" + book, "--input", "right=" + book, "--seeds", "3")))
        .isZero();
    assertThat(out.toString()).contains("violations                         0");
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void whatShowsAFailureAgainHasEachFileOnce(@TempDir Path dir) throws Exception {
    String define =
        "stream.kinesis(\"a\", Decoder.utf8()).union(stream.kinesis(\"b\", Decoder.utf8()))"
            + ".map(line -> line + System.nanoTime()).saveAsTextFiles(\"all\");";
    Path classes =
        UserApps.compile(dir, Map.of("com.example.Odd", UserApps.source("Odd", "", define)));
    Path jar = UserApps.jar(classes, dir.resolve("odd.jar"));
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    String[] app = {"simulate", "--jar", jar.toString(), "--class", "com.example.Odd"};
    String[] files = {"--input", "a=" + book, "--input", "b=" + book};
    assertThat(run(with(with(app, files), "--seeds", "2", "--shrink", "0"))).isEqualTo(Main.FAILED);
    assertThat(out.toString())
        .containsPattern("again: \\./sluice simulate .*--input a=\\S+ --input b=\\S+ --from 1");
    assertThat(out.toString()).doesNotContainPattern("--input a=.*--input a=");
  }

  @Test
  void sameJobByHandIsCompared() {
    assertThat(run("simulate", "--compare", "--seeds", "3")).isZero();
    assertThat(out.toString()).contains("Sluice", "ADD, then a marker for the batch");
  }

  @Test
  void whatSaysNothingAboutAComparisonIsRefused() {
    assertThat(run("simulate", "--compare", "word-count", "--theme", "layuots", "--threads", "3"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--compare has a job of its own", "leave out word-count, --theme, --threads");
    for (String option : List.of("--input", "--about", "--table", "--class", "--shrink")) {
      String value = option.equals("--table") ? "a=b" : "1";
      assertThat(run("simulate", "--compare", option, value)).as(option).isEqualTo(2);
    }
    assertThat(run("simulate", "--compare", "--from", "9", "--seeds", "1", "--fault", "delay"))
        .isZero();
  }

  @Test
  void comparisonFailsWhereTheToolkitIsWrong() {
    Comparison.Row byHand = new Comparison.Row("ADD", 3, 2, 9, 2, 1);
    Comparison.Row right = new Comparison.Row(Comparison.TOOLKIT, 3, 0, 9, 0, 0);
    Comparison.Row wrong = new Comparison.Row(Comparison.TOOLKIT, 3, 1, 9, 0, 1);
    assertThat(SimulateCommand.code(List.of(right, byHand))).isZero();
    assertThat(SimulateCommand.code(List.of(wrong, byHand))).isEqualTo(Main.FAILED);
  }

  @Test
  void secondFileForAStreamIsRefused(@TempDir Path dir) throws Exception {
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    for (String second : List.of(book.toString(), "lines=" + book)) {
      assertThat(run("simulate", "word-count", "--input", "pom.xml", "--input", second))
          .isEqualTo(2);
      assertThat(err.toString()).contains("one file, not those of pom.xml and " + second);
    }
  }

  @Test
  void faultsAreListed() {
    assertThat(run("simulate", "--list-faults")).isZero();
    assertThat(out.toString()).contains("two-callers", "a batch that succeeded");
  }
}
