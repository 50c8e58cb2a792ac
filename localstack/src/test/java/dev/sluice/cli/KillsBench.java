package dev.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The figures of docs/guarantees.md, "Real crashes". */
public final class KillsBench {
  private static final String KILLS = "SLUICE_KILLS";
  private static final String SEED = "SLUICE_SEED";

  /** Set to anything: DynamoDB and S3 have a process of their own, which is killed as well. */
  private static final String APART = "SLUICE_APART";

  private static final int DEFAULT_KILLS = 50;

  private KillsBench() {}

  /** Kills as often as the environment says, and keeps the directory where something differs. */
  public static void print() throws IOException, InterruptedException {
    int kills = (int) number(KILLS, DEFAULT_KILLS);
    long seed = number(SEED, System.nanoTime() % 1_000_000);
    boolean apart = System.getenv(APART) != null;
    System.out.println(
        (apart ? APART + "=1 " : "")
            + KILLS
            + "="
            + kills
            + " "
            + SEED
            + "="
            + seed
            + " ./sluice bench kills");
    Path scratch = Files.createTempDirectory("sluice-kills-");
    KillsOutcome outcome =
        apart
            ? Kills.runApart(scratch, kills, seed, System.out::println)
            : Kills.run(scratch, kills, seed, System.out::println);
    System.out.print(outcome);
    if (!outcome.differences().isEmpty()) {
      throw new IllegalStateException("not the same; all files are kept in " + scratch);
    }
    delete(scratch);
  }

  private static long number(String variable, long otherwise) {
    String text = System.getenv(variable);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
