package dev.sluice.local.mapping;

import dev.sluice.ports.Clock;

/**
 * What a mapping needs besides its stream and its function.
 *
 * @param timer for waits and batching windows; it must move by itself
 * @param arrivals the clock that stamps arrivals, for the age of records
 * @param waiting how threads wait
 * @param checkpoints how far each shard is processed
 * @param onFailure where batches go that were given up
 * @param disturbance changes deliveries, for proof runs
 * @param problems hears what goes wrong
 */
public record Surroundings(
    Clock timer,
    Clock arrivals,
    Waiting waiting,
    Checkpoints checkpoints,
    FailureDestination onFailure,
    Disturbance disturbance,
    Problems problems) {

  /** One clock, checkpoints in memory, no destination, no disturbance, problems are logged. */
  public static Surroundings of(Clock clock) {
    return new Surroundings(
        clock,
        clock,
        Waiting.REAL,
        Checkpoints.inMemory(),
        FailureDestination.NONE,
        Disturbance.NONE,
        Problems.LOGGED);
  }

  /** With another clock for the age of records. */
  public Surroundings withArrivals(Clock clock) {
    return new Surroundings(timer, clock, waiting, checkpoints, onFailure, disturbance, problems);
  }

  /** With checkpoints that are kept elsewhere. */
  public Surroundings withCheckpoints(Checkpoints kept) {
    return new Surroundings(timer, arrivals, waiting, kept, onFailure, disturbance, problems);
  }

  /** With an on-failure destination. */
  public Surroundings withOnFailure(FailureDestination destination) {
    return new Surroundings(
        timer, arrivals, waiting, checkpoints, destination, disturbance, problems);
  }

  /** With deliveries disturbed. */
  public Surroundings withDisturbance(Disturbance disturbing) {
    return new Surroundings(timer, arrivals, waiting, checkpoints, onFailure, disturbing, problems);
  }

  /** With somebody else who hears what goes wrong. */
  public Surroundings withProblems(Problems listener) {
    return new Surroundings(
        timer, arrivals, waiting, checkpoints, onFailure, disturbance, listener);
  }

  Moment now() {
    return new Moment(timer.nowMillis(), arrivals.nowMillis());
  }
}
