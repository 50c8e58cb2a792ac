package dev.sluice.api.graph;

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
 */
public record KeyedTraits(
    Clock clock,
    boolean oneByOne,
    boolean everyInterval,
    boolean arrivalResults,
    boolean windowed,
    String parameters) {

  /** What timers are compared with. */
  public enum Clock {
    /** No timers. */
    NONE,
    /** The watermark, with the step's interval taken in. */
    EVENT,
    /** The border of the step's interval. */
    ARRIVAL
  }

  /** An operator without timers that takes all values of a key in an interval at once. */
  public static KeyedTraits perInterval(String parameters) {
    return new KeyedTraits(Clock.NONE, false, false, true, false, parameters);
  }
}
