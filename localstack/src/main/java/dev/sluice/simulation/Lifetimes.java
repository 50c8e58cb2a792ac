package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Layout;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * I6: what a lane points to is there when the next coordinator comes, who may be half of a lifetime
 * away. That is so whether a broom has been there or not.
 */
final class Lifetimes {
  /** Clocks differ, and a run takes its time. */
  private static final Duration SLACK = Duration.ofMinutes(3);

  private final LogStore log;
  private final Instant least;

  /**
   * @param log the table
   * @param nowMillis when a coordinator came to an end
   */
  Lifetimes(LogStore log, EngineSettings settings, long nowMillis) {
    this.log = log;
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
    }
  }
}
