package dev.sluice.cli;

import dev.sluice.examples.oil.OilPumpGenerator;
import dev.sluice.examples.oil.OilPumpGenerator.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Generated lines in the order in which they arrive. */
final class Readings {
  private static final Instant START = Instant.parse("2026-03-10T22:30:00Z");
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration DISORDER = Duration.ofMinutes(5);
  private static final Duration VERY_LATE = Duration.ofHours(2);
  private static final int ONE_VERY_LATE_IN = 200;

  private record Delayed(long millis, String line) {}

  private Readings() {}

  /** Some lines are broken, all are up to five minutes late, and a few two hours more. */
  static List<String> disordered(long seed, int count) {
    Random random = new Random(seed);
    List<Delayed> all = new ArrayList<>();
    for (Reading each : new OilPumpGenerator(seed, START, STEP).readings().limit(count).toList()) {
      long delay = random.nextInt((int) DISORDER.toMillis());
      boolean veryLate = random.nextInt(ONE_VERY_LATE_IN) == 0;
      long millis = each.time().toEpochMilli() + delay + (veryLate ? VERY_LATE.toMillis() : 0);
      all.add(new Delayed(millis, each.line()));
    }
    all.sort(Comparator.comparingLong(Delayed::millis));
    return all.stream().map(Delayed::line).toList();
  }
}
