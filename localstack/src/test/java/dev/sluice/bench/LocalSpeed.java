package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.oil.Sensor;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.QuietSender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Records a second from the first put to the last published window, and peak memory. */
final class LocalSpeed {
  private static final int DATA_LINES = 47_900;
  private static final int MANY_LINES = 200_000;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final double MEGABYTE = 1024 * 1024;

  private LocalSpeed() {}

  static void print() throws Exception {
    run("the first run of a process", firstLines());
    memory();
    run("a later run", generated(MANY_LINES));
  }

  private static void run(String what, List<String> lines) throws Exception {
    Path out = Files.createTempDirectory("sluice-bench-");
    try (LocalRun run = Local.start(new OilPumps(), Duration.ofSeconds(1), out)) {
      long start = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      QuietSender.to(run.kinesis(), OilPumps.STREAM)
          .send(lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).iterator(), 0);
      run.finish();
      double seconds = (System.nanoTime() - start) / 1e9;
      long taken = run.status().counters().getOrDefault("records", 0L);
      if (taken != lines.size()) {
        throw new IllegalStateException(taken + " records were taken of " + lines.size());
      }
      System.out.printf(
          "%s: %d records in %.1f s (%.1f s of CPU): %.0f records/s%n",
          what,
          lines.size(),
          seconds,
          (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
          lines.size() / seconds);
    } finally {
      delete(out);
    }
  }

  /** The real readings where they are, in the order of time; else generated ones. */
  private static List<String> firstLines() throws IOException {
    String folder = Optional.ofNullable(System.getenv("SLUICE_DATA")).orElse("../shared/data");
    Path data = Path.of(folder).resolve("oil-pumps/sensordata.csv");
    if (!Files.exists(data)) {
      System.out.println("no " + data + " (SLUICE_DATA names another folder): generated readings");
      return generated(DATA_LINES);
    }
    try (Stream<String> lines = Files.lines(data)) {
      return lines.sorted(Comparator.comparing(line -> Sensor.parse(line).time())).toList();
    }
  }

  private static List<String> generated(int count) {
    Instant start = Instant.parse("2026-03-10T00:00:00Z");
    return new OilPumpGenerator(1, start, Duration.ofSeconds(10))
        .readings()
        .limit(count)
        .map(OilPumpGenerator.Reading::line)
        .toList();
  }

  private static void memory() throws IOException {
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    System.out.printf("peak of the heap so far, garbage included: %.0f MB%n", heap / MEGABYTE);
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      try (Stream<String> lines = Files.lines(status)) {
        lines
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .forEach(peak -> System.out.println("peak of the process so far: " + peak + " MB"));
      }
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
