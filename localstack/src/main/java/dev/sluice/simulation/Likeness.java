package dev.sluice.simulation;

import dev.sluice.testkit.faults.Fault;

/**
 * Whether two runs had the same input, so that they must give the same.
 *
 * @param troubled one in which things went wrong
 * @param calm one in which nothing did
 */
record Likeness(Run troubled, Run calm) {
  /** Whether a run can be compared with a calm one at all. */
  static boolean canBe(Run troubled, Subject subject) {
    // A clock that is ahead moves idle lanes on, so that the input is another one.
    return !(subject instanceof WithFiles)
        && !troubled.trouble.counts().containsKey(Fault.CLOCK_AHEAD)
        && !troubled.trouble.counts().containsKey(Fault.TABLE_CHANGES);
  }

  boolean holds() {
    return calm.lastInterval() == troubled.lastInterval()
        && calm.endMillis() == troubled.endMillis()
        && !expiryCounts()
        && !streamsCount()
        && !birthsCount(calm)
        && !birthsCount(troubled);
  }

  /**
   * Whether records that expired are missing, or count in later batches as their shard seemed to be
   * idle while somebody still had them.
   */
  private boolean expiryCounts() {
    return troubled.hasExpired() && !troubled.history().isIn(calm.history());
  }

  /**
   * Whether records of a stream that the app has added count in other batches, as its shards joined
   * later.
   */
  private boolean streamsCount() {
    History added = troubled.history().only(WithStream.STREAM);
    return !added.isIn(calm.history().only(WithStream.STREAM));
  }

  /** Whether the time at which a shard joined the app has moved records into later batches. */
  private static boolean birthsCount(Run run) {
    return new Clocks(run, run.history()).birthsCount();
  }
}
