package dev.sluice.bench;

import dev.sluice.aws.RandomIds;
import dev.sluice.aws.SystemClock;
import dev.sluice.local.lambda.FunctionConfig;
import dev.sluice.local.lambda.LambdaService;
import dev.sluice.local.lambda.Launch;
import dev.sluice.local.lambda.Reply;
import dev.sluice.local.lambda.TaskRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From the start of a process to its first answer: of the transform function, and of handlers that
 * do nothing, or nothing but make the same clients and use them. Each way is started several times,
 * in turns, so that what else the machine does falls on all alike.
 */
final class ColdStart {
  private static final int RUNS = Integer.getInteger("sluice.bench.runs", 7);

  /** Which classes cannot be kept is of no interest. */
  private static final String QUIET = "-Xlog:disable";

  private static final int MEMORY_MEGABYTES = 1024;
  private static final String TRANSFORM = "dev.sluice.functions.TransformFunction";

  private ColdStart() {}

  /** What is started, and how. */
  private record Way(String what, String handler, Launch launch, List<Start> starts) {
    Way(String what, String handler, Launch launch) {
      this(what, handler, launch, new ArrayList<>());
    }
  }

  private record Start(double seconds, double processorSeconds, double megabytes) {}

  static void print() throws Exception {
    Path jar = StartWorld.jar();
    System.out.printf("the deployable jar has %d bytes%n", Files.size(jar));
    Path idle = Files.createTempDirectory("sluice-bench-handlers-");
    copy(idle, IdleHandler.class, ClientsHandler.class, UsingHandler.class);
    try (StartWorld world = StartWorld.start();
        TaskRoot root = TaskRoot.of(List.of(idle, jar))) {
      Launch asLambda = Launch.ofThisJava(root.directory()).with(world.variables());
      Launch classPath = inClassPath(asLambda, List.of(), idle, jar);
      List<Way> ways =
          List.of(
              new Way("handler that does nothing", IdleHandler.class.getName(), asLambda),
              new Way("the same clients", ClientsHandler.class.getName(), asLambda),
              new Way("the same clients, used", UsingHandler.class.getName(), asLambda),
              new Way("transform", TRANSFORM, asLambda),
              new Way("transform, jar in the class path", TRANSFORM, classPath),
              archived(
                  "the same clients, used; archive",
                  UsingHandler.class.getName(),
                  classPath,
                  world),
              archived("transform, archive", TRANSFORM, classPath, world));
      for (int i = 0; i < RUNS; i++) {
        for (Way way : ways) {
          way.starts().add(start(way.handler(), way.launch(), world.event(), false));
        }
      }
      ways.forEach(ColdStart::print);
    } finally {
      LocalSpeed.delete(idle);
    }
  }

  private static void print(Way way) {
    System.out.printf(
        "%-36s %.2f s, %.2f s of CPU, %.0f MB (medians of %d)%n",
        way.what(),
        median(way.starts().stream().map(Start::seconds).toList()),
        median(way.starts().stream().map(Start::processorSeconds).toList()),
        median(way.starts().stream().map(Start::megabytes).toList()),
        way.starts().size());
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }

  /** Classes in the class path, as a container image may have them: archives hold no others. */
  private static Launch inClassPath(Launch from, List<String> further, Path... own) {
    List<String> flags = new ArrayList<>(from.flags());
    flags.addAll(further);
    List<Path> path = new ArrayList<>(from.classPath());
    for (Path each : own) {
      if (!Files.isDirectory(each)) {
        path.add(each);
      }
    }
    return new Launch(from.java(), flags, path, from.taskRoot(), from.variables());
  }

  /** Trains an archive of classes (from JDK 25 on an AOT cache) by one start. */
  private static Way archived(String what, String handler, Launch from, StartWorld world)
      throws Exception {
    boolean cache = Runtime.version().feature() >= 25;
    Path archive = Files.createTempDirectory("sluice-bench-archive-").resolve("archive");
    String record = cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    String use = cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    start(handler, inClassPath(from, List.of(record + archive, QUIET)), world.event(), true);
    System.out.printf("%s: %d bytes of archive%n", what, Files.size(archive));
    return new Way(what, handler, inClassPath(from, List.of(use + archive, QUIET)));
  }

  private static Start start(String handler, Launch launch, String event, boolean gracefully)
      throws Exception {
    try (LambdaService lambda =
        new LambdaService(
            new SystemClock(),
            new RandomIds(),
            (function, line) -> System.err.println("  " + line),
            problem -> {})) {
      lambda.deploy(
          new FunctionConfig(
              "bench", handler, MEMORY_MEGABYTES, Duration.ofMinutes(2), Map.of(), 1),
          launch);
      long begin = System.nanoTime();
      Reply reply = lambda.call("bench", event.getBytes(StandardCharsets.UTF_8));
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (reply instanceof Reply.Failed failed) {
        throw new IllegalStateException(failed.message());
      }
      String answer = new String(((Reply.Answered) reply).payload(), StandardCharsets.UTF_8);
      if (handler.equals(TRANSFORM) && !answer.equals("{\"batchItemFailures\":[]}")) {
        throw new IllegalStateException("the transform answered " + answer);
      }
      ProcessHandle process = ProcessHandle.current().children().findFirst().orElseThrow();
      double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
      double peak = lambda.counters().get(0).peakBytes() / 1048576.0;
      if (gracefully) {
        process.destroy(); // archives are written at the end of a process that may end
        process.onExit().get(2, TimeUnit.MINUTES);
      }
      return new Start(seconds, cpu, peak);
    }
  }

  private static void copy(Path directory, Class<?>... handlers) throws IOException {
    for (Class<?> each : handlers) {
      String file = each.getName().replace('.', '/') + ".class";
      Files.createDirectories(directory.resolve(file).getParent());
      Files.copy(each.getResourceAsStream("/" + file), directory.resolve(file));
    }
  }
}
