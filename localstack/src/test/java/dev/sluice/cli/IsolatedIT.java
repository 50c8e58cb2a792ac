package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.lambda.FunctionCounters;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.run.Isolation;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.local.run.QuietSender;
import dev.sluice.local.template.Template;
import dev.sluice.local.template.TemplateFunction;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job in processes of their own, which are stopped and killed, and in this process. */
@Timeout(300)
class IsolatedIT {
  private static final Path TEMPLATE = Path.of("src/test/resources/isolated.yaml");
  private static final String FUNCTIONS = "dev.sluice.functions.";
  private static final EngineSettings ENGINE =
      new EngineSettings(
          Duration.ofSeconds(1), 2, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 0);
  private static final List<String> VENDOR =
      List.of("CHER,HYDROPUMP,11/27/10,3/15/11,HYDROCAM,29.687276,-91.162492");
  private static final List<String> MAINTENANCE = List.of("CHER,11/5/09,D.Pitre,Install");

  @TempDir Path directory;

  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @Test
  void wholeJobGivesTheSameBytesApartWithProcessesKilledAsInOneProcess() throws Exception {
    List<String> lines = Readings.disordered(7, 6_000);
    Map<String, Path> tables =
        Map.of(
            "vendor", Files.write(directory.resolve("vendor.csv"), VENDOR),
            "maintenance", Files.write(directory.resolve("maintenance.csv"), MAINTENANCE));
    List<FunctionCounters> functions;
    Path apart = directory.resolve("apart");
    try (LocalRun run =
        LocalRun.start(settings(apart, Optional.of(isolation(tables))), problems::add, said::add)) {
      long sent = send(run, lines.subList(0, 3_000), 0);
      run.drain();
      awaitStarts(run); // who is killed while it starts has not started
      List<ProcessHandle> transforms = processes("TransformFunction");
      assertThat(transforms).hasSizeGreaterThanOrEqualTo(2);
      signal("-STOP", transforms); // they answer no more: their time runs out
      signal("-KILL", processes("CoordinatorFunction"));
      signal("-KILL", processes("BucketFunction"));
      sent = send(run, lines.subList(3_000, 5_500), sent);
      run.drain();
      send(run, lines.subList(5_500, lines.size()), sent);
      run.finish();
      functions = run.functionCounters();
    }
    assertThat(processes("Function")).isEmpty();
    Path together = directory.resolve("together");
    copy(state(apart).resolve("kinesis"), state(together).resolve("kinesis"));
    try (LocalRun run =
        LocalRun.start(settings(together, Optional.empty()), problems::add, said::add)) {
      run.finish();
      assertThat(run.functionCounters()).isEmpty();
    }

    SortedMap<String, String> files = Tree.of(apart);
    assertThat(files.keySet().stream().map(name -> name.replaceAll("[-/].*", "")).distinct())
        .contains("alerts", "pressure", "daily", "dead", "late");
    Tree.assertSame(Tree.of(together), files);
    OilPumpFiles.assertAsTheOracleSays(
        files, Arrived.in(state(apart)), ENGINE.interval(), VENDOR, MAINTENANCE);
    Map<String, FunctionCounters> byName =
        functions.stream().collect(Collectors.toMap(FunctionCounters::name, each -> each));
    assertThat(byName.get("transform").timedOut()).as("%s", problems).isPositive();
    assertThat(byName.get("coordinator").crashed()).isPositive();
    assertThat(byName.get("bucket").crashed()).isPositive();
    for (FunctionCounters each : functions) {
      assertThat(each.starts()).as(each.name()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(each.medianStart()).isPositive();
      assertThat(each.peakBytes()).isGreaterThan(30_000_000);
    }
    assertThat(problems)
        .anyMatch(each -> each.contains("SLUICE-R04 function transform was killed"));
  }

  private static Isolation isolation(Map<String, Path> tables) {
    Template template = Template.read(TEMPLATE);
    TemplateFunction transform = template.function(FUNCTIONS + "TransformFunction");
    return new Isolation(
        List.of(transform.code().orElseThrow()),
        OilPumps.class.getName(),
        tables,
        transform.config("transform"),
        template.function(FUNCTIONS + "CoordinatorFunction").config("coordinator"),
        template.function(FUNCTIONS + "BucketFunction").config("bucket"),
        Duration.ofMinutes(1),
        transform::mapping,
        (function, line) -> {});
  }

  private LocalSettings settings(Path out, Optional<Isolation> isolation) {
    return new LocalSettings(
        "oil-pumps",
        Plan.of(new OilPumps(), Map.of("vendor", VENDOR, "maintenance", MAINTENANCE)),
        ENGINE,
        2,
        new WallStamps(System::currentTimeMillis),
        Optional.of(state(out)),
        0,
        Disturbance.NONE,
        Optional.of(out),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        isolation,
        LocalSettings.CHECKPOINT_EVERY);
  }

  private static Path state(Path out) {
    return out.resolveSibling(out.getFileName() + "-state");
  }

  private static long send(LocalRun run, List<String> lines, long sent) {
    return QuietSender.to(run.kinesis(), OilPumps.STREAM, "test")
        .send(lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).iterator(), sent);
  }

  private static void awaitStarts(LocalRun run) throws InterruptedException {
    while (run.functionCounters().stream().anyMatch(each -> each.starts().isEmpty())) {
      Thread.sleep(100); // the test has a time limit
    }
  }

  /** Those of this process's children that run a function. */
  private static List<ProcessHandle> processes(String function) {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                child.info().arguments().stream()
                    .flatMap(Stream::of)
                    .anyMatch(each -> each.startsWith(FUNCTIONS) && each.endsWith(function)))
        .toList();
  }

  private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
    assertThat(processes).as(signal).isNotEmpty();
    List<String> line = new ArrayList<>(List.of("kill", signal));
    processes.forEach(each -> line.add(Long.toString(each.pid())));
    assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, copy);
        }
      }
    }
  }
}
