package dev.sluice.local.run;

import dev.sluice.aws.RandomIds;
import dev.sluice.local.mapping.Backoff;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * How a sender waits while shards refuse records: longer each time up to a cap, and not as long as
 * others do, so that those that were refused together do not come together again. It does not give
 * up, but says every 10 seconds what it waits for.
 */
public final class Patience {
  private static final long SAID_EVERY_MILLIS = Duration.ofSeconds(10).toMillis();
  private static final long NANOS_IN_MILLI = 1_000_000;

  private final Random random;
  private final LongConsumer pause;
  private final Consumer<String> problems;

  /**
   * @param random draws the second half of each wait
   * @param pause waits so many milliseconds
   * @param problems takes what is waited for, when that takes long
   */
  Patience(Random random, LongConsumer pause, Consumer<String> problems) {
    this.random = random;
    this.pause = pause;
    this.problems = problems;
  }

  /** Waits in the thread of the sender. */
  public static Patience telling(Consumer<String> problems) {
    return new Patience(
        new Random(new RandomIds().next().hashCode()),
        millis -> LockSupport.parkNanos(millis * NANOS_IN_MILLI),
        problems);
  }

  /** Begins anew, for the records of one call. */
  Waiting waiting() {
    return new Waiting();
  }

  /** What one call has waited. */
  final class Waiting {
    private int times;
    private long millis;

    /** Waits before what was refused is sent again. */
    void again(String what) {
      times++;
      long most = Backoff.LOCAL.millis(times);
      long next = most / 2 + random.nextInt((int) (most / 2) + 1);
      pause.accept(next);
      long said = millis / SAID_EVERY_MILLIS;
      millis += next;
      if (millis / SAID_EVERY_MILLIS > said) {
        problems.accept(
            what
                + " for "
                + Duration.ofMillis(millis).toSeconds()
                + " s; they are sent again until they are taken. More shards or fewer records a"
                + " second help; Ctrl-C ends it");
      }
    }
  }
}
