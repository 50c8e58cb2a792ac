package dev.sluice.simulation;

import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Removes entries that have expired as DynamoDB does: within days, in no order. When one goes
 * follows from the history and from the entry's name, so that it is the same in a shorter history.
 */
final class Broom {
  private static final int SOON_MILLIS = (int) Duration.ofMinutes(10).toMillis();
  private static final int LATE_MILLIS = (int) Duration.ofHours(3).toMillis();

  /** One entry in so many stays for ever where each has a time of its own. */
  private static final int STAYS = 8;

  /** What histories are like in this: one as often as another. */
  private static final List<Way> WAYS =
      List.of(Way.AT_ONCE, Way.BEHIND_HOURS, Way.EACH, Way.EACH, Way.EACH, Way.NEVER);

  private enum Way {
    /** What has expired is gone before anybody looks. */
    AT_ONCE,

    /** Nothing goes while hours pass, and all of it later, perhaps in the middle of a call. */
    BEHIND_HOURS,

    /** Each entry goes at a time of its own. */
    EACH,

    /** All is there for ever. */
    NEVER
  }

  private final long history;
  private final FragileLog log;
  private final Clock clock;
  private final Trouble trouble;
  private final Way way;

  /**
   * @param history its number
   */
  Broom(long history, FragileLog log, Clock clock, Trouble trouble) {
    this.history = history;
    this.log = log;
    this.clock = clock;
    this.trouble = trouble;
    this.way = WAYS.get(new SplittableRandom(history).nextInt(WAYS.size()));
  }

  /** It may come while others are at work. */
  void mayCome() {
    if (trouble.isDue(Fault.EXPIRY)) {
      sweep();
    }
  }

  /** Minutes have passed. */
  void pass() {
    if (trouble.chances().has(Fault.EXPIRY) && way != Way.BEHIND_HOURS) {
      sweep();
    }
  }

  private void sweep() {
    int removed = way == Way.NEVER ? 0 : log.vacuum(this::isDue);
    if (removed > 0) {
      trouble.happened(Fault.EXPIRY, removed + " entries");
    }
  }

  private boolean isDue(String lane, LogEntry entry) {
    if (way != Way.EACH) {
      return true;
    }
    SplittableRandom random =
        new SplittableRandom(31 * (31 * history + lane.hashCode()) + entry.number());
    if (random.nextInt(STAYS) == 0) {
      return false;
    }
    int later = random.nextInt(random.nextInt(2) == 0 ? SOON_MILLIS : LATE_MILLIS);
    return !entry.expiry().plusMillis(later).isAfter(Instant.ofEpochMilli(clock.nowMillis()));
  }
}
