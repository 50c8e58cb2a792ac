package dev.sluice.bench;

import dev.sluice.cli.KillsBench;
import dev.sluice.simulation.mutants.Mutants;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Prints the figures of docs/performance.md; run by hand, not by the build. */
public final class Figures {
  /** Prints one group of figures. */
  @FunctionalInterface
  interface Program {
    void run() throws Exception;
  }

  private static final Map<String, Program> PROGRAMS =
      new TreeMap<>(
          Map.of(
              "cold-start", ColdStart::print,
              "checkpoints", CheckpointCost::print,
              "engine", Speed::engine,
              "lambda", Speed::lambda,
              "cost", CostTable::print,
              "local", LocalSpeed::print,
              "latency", Latency::print,
              "keys", ManyKeys::print,
              "mutants", Mutants::main,
              "kills", KillsBench::print));

  private Figures() {}

  public static void main(String[] names) throws Exception {
    for (String name : names) {
      if (!PROGRAMS.containsKey(name)) {
        System.err.println("sluice bench: there is no '" + name + "' in " + PROGRAMS.keySet());
        System.exit(2);
      }
    }
    if (names.length == 0) {
      System.err.println("sluice bench: say which of " + PROGRAMS.keySet());
      System.exit(2);
    }
    System.out.printf(
        "JDK %s, %d cores%n",
        Runtime.version().feature(), Runtime.getRuntime().availableProcessors());
    for (String name : Arrays.asList(names)) {
      PROGRAMS.get(name).run();
    }
    System.exit(0);
  }
}
