package dev.sluice.api.graph;

import java.time.Duration;
import java.util.Optional;

/**
 * What the engine must know of a keyed operator's logic.
 *
 * @param clock what its timers are compared with
 * @param oneByOne whether values are handed over one at a time: then one for which user code throws
 *     becomes a dead letter alone, otherwise all that a key has in the step
 * @param everyInterval whether each key with state is called in every interval, with or without
 *     values
 * @param arrivalResults whether results have the time of their interval's border, whatever the time
 *     of the values
 * @param windowed whether results belong to windows
 * @param parameters durations and the like that decide results, as a text; part of the app's digest
 * @param dropsLate whether values before the watermark W(k-1) go to the late output and not to the
 *     logic; otherwise it judges them itself
 * @param results what results are to earlier ones
 * @param ticks keys that wait are called in each step in which a multiple of so much arrival time
 *     comes, and when the input ends; only then where it is empty
 */
public record KeyedTraits(
    Clock clock,
    boolean oneByOne,
    boolean everyInterval,
    boolean arrivalResults,
    boolean windowed,
    String parameters,
    boolean dropsLate,
    Results results,
    Optional<Duration> ticks) {

  /** Results are final, and all values go to the logic. */
  public KeyedTraits(
      Clock clock,
      boolean oneByOne,
      boolean everyInterval,
      boolean arrivalResults,
      boolean windowed,
      String parameters) {
    this(
        clock,
        oneByOne,
        everyInterval,
        arrivalResults,
        windowed,
        parameters,
        false,
        Results.FINAL,
        Optional.empty());
  }

  /** The same, with late values kept from the logic. */
  public KeyedTraits droppingLate() {
    return with(true, results, ticks);
  }

  /** The same, with results that may replace earlier ones. */
  public KeyedTraits revising() {
    return with(dropsLate, Results.REVISED, ticks);
  }

  /** The same, with all results in each step with input. */
  public KeyedTraits givingAll() {
    return with(dropsLate, Results.ALL, ticks);
  }

  /** The same, with calls of keys that wait so often in arrival time. */
  public KeyedTraits ticking(Duration every) {
    return with(dropsLate, results, Optional.of(every));
  }

  private KeyedTraits with(boolean newDropsLate, Results newResults, Optional<Duration> newTicks) {
    return new KeyedTraits(
        clock,
        oneByOne,
        everyInterval,
        arrivalResults,
        windowed,
        parameters,
        newDropsLate,
        newResults,
        newTicks);
  }

  /** Whether a result may replace an earlier one, so that nothing behind may count both. */
  public boolean revises() {
    return results != Results.FINAL;
  }

  /** Whether each step with input gives all results: then every key with state is called in it. */
  public boolean givesAll() {
    return results == Results.ALL;
  }

  /** What results are to earlier ones. */
  public enum Results {
    /** Each stands for itself. */
    FINAL,
    /** One may replace an earlier one of its key or window. */
    REVISED,
    /** Those of a step replace all that came before. */
    ALL
  }

  /** What timers are compared with. */
  public enum Clock {
    /** No timers. */
    NONE,
    /** The watermark, with the step's interval taken in. */
    EVENT,
    /** The border of the step's interval. */
    ARRIVAL,
    /** The watermark where the values have event time, the border where they have none. */
    TIME
  }

  /** An operator without timers that takes all values of a key in an interval at once. */
  public static KeyedTraits perInterval(String parameters) {
    return new KeyedTraits(Clock.NONE, false, false, true, false, parameters);
  }
}
