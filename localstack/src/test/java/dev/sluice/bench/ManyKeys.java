package dev.sluice.bench;

import dev.sluice.simulation.Trial;
import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Fault;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One simulated run in which very many records have a key of their own. */
final class ManyKeys {
  private static final int KEYS = 20_000;
  private static final long FIRST = 1;

  private ManyKeys() {}

  /**
   * With {@code -Dsluice.keys=K} and {@code -Dsluice.history=N} other than 20,000 and the first.
   */
  static void print() {
    int keys = Integer.getInteger("sluice.keys", KEYS);
    long history = Long.getLong("sluice.history", FIRST);
    Set<Fault> faults = EnumSet.allOf(Fault.class);
    faults.remove(Fault.HOT_KEY);
    long begin = System.nanoTime();
    while (!new Trial(Pipeline.plain(history), history, faults).has(Fault.MANY_KEYS)) {
      history++;
    }
    Trial trial =
        new Trial(Pipeline.plain(history), history, faults, Optional.empty(), OptionalInt.of(keys));
    Trial.Outcome outcome = trial.run();
    System.out.printf(
        Locale.ROOT,
        "history %d: %s%n%,d records, %,d steps, %,d faults, %d violations, %d s%n",
        history,
        trial.subject().name(),
        keys,
        outcome.steps(),
        outcome.counts().values().stream().mapToLong(each -> each).sum(),
        outcome.violations().size(),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    outcome.violations().forEach(System.out::println);
  }
}
