package dev.sluice.cli;

import dev.sluice.aws.SystemClock;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.lambda.FunctionCounters;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.run.Isolation;
import dev.sluice.local.run.LocalRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A proof whose disturbed run has functions in processes of their own. They see the time of day
 * only, so records are stamped with it, and the undisturbed run in this process takes the same
 * records from the journal of the other: stamps, shards and all.
 */
final class ProofApart implements AutoCloseable {
  private static final String KILLED = "processes killed";
  private static final String STREAMS = "kinesis";
  private static final Duration SCHEDULE = Duration.ofSeconds(1);

  private final Proof proof;
  private final Isolation isolation;
  private final Path directory;

  ProofApart(Proof proof, Isolation isolation) throws IOException {
    this.proof = proof;
    this.isolation = hurried(isolation);
    this.directory = Files.createTempDirectory("sluice-prove-");
  }

  /** Nobody waits for a minute, or for records to gather: there are many small calls to be made. */
  private static Isolation hurried(Isolation of) {
    return new Isolation(
        of.jars(),
        of.appClass(),
        of.tables(),
        of.transform(),
        of.coordinator(),
        of.bucket(),
        SCHEDULE,
        builder -> of.mapping().apply(builder).maximumBatchingWindow(Duration.ZERO),
        of.log());
  }

  /** Comes first: its records are those of both runs. */
  Proof.Outcome disturbed() throws InterruptedException {
    CountedDisturbance disturbance = new CountedDisturbance(proof.trouble());
    try (LocalRun run = start(state("disturbed"), disturbance, Optional.of(isolation))) {
      List<Integer> kills = List.of(proof.puts() / 3, proof.puts() * 2 / 3);
      long paused =
          proof.sendDisturbed(
              run,
              put -> {
                if (kills.contains(put)) {
                  awaitProcesses(run);
                  run.killFunctions();
                }
              });
      run.finish();
      Map<String, Long> counts = disturbance.counts();
      counts.put(
          KILLED, run.functionCounters().stream().mapToLong(FunctionCounters::crashed).sum());
      return Proof.outcome(run, counts, paused);
    }
  }

  /** Nothing is killed where nothing has been started. */
  private static void awaitProcesses(LocalRun run) {
    try {
      while (run.functionCounters().stream().allMatch(each -> each.starts().isEmpty())) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same records in this process, in peace. */
  Proof.Outcome undisturbed() throws InterruptedException, IOException {
    copy(state("disturbed").resolve(STREAMS), state("undisturbed").resolve(STREAMS));
    CountedDisturbance none = new CountedDisturbance(Disturbance.NONE);
    try (LocalRun run = start(state("undisturbed"), none, Optional.empty())) {
      run.finish();
      Map<String, Long> counts = none.counts();
      counts.put(KILLED, 0L);
      return Proof.outcome(run, counts, 0);
    }
  }

  private Path state(String name) {
    return directory.resolve(name);
  }

  private LocalRun start(Path state, Disturbance disturbance, Optional<Isolation> apart) {
    return LocalRun.start(
        Proof.settings(new WallStamps(new SystemClock()), Optional.of(state), disturbance, apart),
        proof.problems(),
        text -> {});
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** Removes what was kept of both runs. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
