package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.PayloadStore;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * I6: what a lane points to is there when the next coordinator comes, who may be half of a lifetime
 * away, with its bulk. That is so whether a broom has been there or not.
 */
final class Lifetimes {
  /** Clocks differ, and a run takes its time. */
  private static final Duration SLACK = Duration.ofMinutes(3);

  private final LogStore log;
  private final AgingObjects bulk;
  private final Logs logs;
  private final Duration lifetime;
  private final Instant least;

  /**
   * @param log the table
   * @param bulk what spilled from its entries
   * @param nowMillis when a coordinator came to an end
   */
  Lifetimes(LogStore log, AgingObjects bulk, EngineSettings settings, long nowMillis) {
    this.log = log;
    this.bulk = bulk;
    this.logs = new Logs(new Ports(null, null, bulk, null, null, null, null, null, null), settings);
    this.lifetime = settings.entryLifetime();
    this.least = Instant.ofEpochMilli(nowMillis).plus(settings.knowledgeLifetime()).minus(SLACK);
  }

  /**
   * Checks what the control lane points to, and the lanes of buckets that have an entry.
   *
   * @throws Run.Failed if that may be gone too early
   */
  void require(ControlEntry control, int stages) {
    control.lanes().forEach((lane, each) -> require(Lanes.CONTROL, lane, each.readFrom()));
    control.drained().forEach((lane, each) -> require(Lanes.CONTROL, lane, each.readFrom()));
    Layout layout = control.layout();
    for (int stage = 1; stage <= stages; stage++) {
      for (int bucket = 0; bucket < layout.buckets(); bucket++) {
        requireOf(layout.lane(stage, bucket));
      }
    }
    requireOf(Lanes.SUCCESS);
  }

  private void requireOf(String lane) {
    Optional<LogEntry> head = log.head(lane);
    if (head.isPresent()) {
      BucketEntry entry = BucketEntry.decode(head.get().bytes());
      require(lane, lane, entry.base());
      require(lane, Lanes.CONTROL, entry.control());
      entry.next().forEach((other, number) -> require(lane, other, number));
    }
  }

  /** What is put where nothing is yet will be younger. */
  private void require(String who, String lane, long number) {
    for (LogEntry first : log.read(lane, number, 1)) {
      if (first.number() != number || !first.expiry().isAfter(least)) {
        throw new Run.Failed(
            who
                + " points to entry "
                + number
                + " of "
                + lane
                + ", where entry "
                + first.number()
                + " is and expires at "
                + first.expiry()
                + ", too early where a coordinator has come to an end just now",
            null);
      }
      logs.spilled(lane, first.bytes()).ifPresent(each -> requireBulk(lane, number, each.name()));
    }
  }

  /** Bulk lives as long as an entry that is put just behind it, and by up to a day longer. */
  private void requireBulk(String lane, long number, String name) {
    boolean forGood = PayloadStore.goodUntilMillis(name) == Long.MAX_VALUE;
    if (!forGood && !bulk.putTime(name).plus(lifetime).isAfter(least)) {
      throw new Run.Failed(
          "entry "
              + number
              + " of "
              + lane
              + " has its bulk in "
              + name
              + ", which was put at "
              + bulk.putTime(name)
              + ", too early where a coordinator has come to an end just now",
          null);
    }
  }
}
