package dev.sluice.api;

import dev.sluice.api.graph.Running;

/**
 * A named counter that the functions of an app add to, made by {@link StreamContext#accumulator}.
 * It is exact under retries, crashes and repeated deliveries: what functions add is a part of the
 * entry that commits their work, so that an attempt which is thrown away adds nothing.
 *
 * <pre>
 * Accumulator large = stream.accumulator("large");
 * numbers.map(n -> { if (n > 9) large.add(1); return parse(n); })
 *
 * numbers:          5     12     70 (parse throws)     31     | the call is repeated: 5 12 70 31
 * large:            0     1      1                     2      | 2
 * dead letters:                  70
 * </pre>
 *
 * <p>A record that becomes a dead letter adds nothing, nor does a value or a result that is refused
 * behind an operator: its additions are taken back with everything else that it caused.
 *
 * <p>May be used in functions that see each value once: decoders, {@code map}, {@code filter},
 * {@code flatMap} and the like, event times, state by key, and {@code lower}, in the transform or
 * in a step. Not where values are combined ({@code reduce}, {@code add}, {@code combine}, {@code
 * zero}), as it depends on how calls are cut how often those run; not in {@code foreachBatch} or
 * another sink, which may be repeated behind the commit; not in other threads than the one that
 * calls the function. There it throws {@code SLUICE-S08}.
 *
 * <p>Functions cannot read it: its value depends on how far other shards are. It is read from
 * outside: {@code StreamHarness.accumulator}, {@code Status.accumulators}, the report of a local
 * run.
 *
 * <p>Keep it in a local variable of {@code define}, not in a field that another definition of the
 * same object would overwrite: each definition has its own.
 */
public final class Accumulator {
  /** How many an app may have: each that was added to is in every entry of a lane. */
  public static final int MAX_ACCUMULATORS = 64;

  /** Characters of a name: those that were added to are in every entry. */
  public static final int MAX_NAME_LENGTH = 64;

  /**
   * What the additions of a lane may sum up to, to either side: a thousand lanes at the limit still
   * have a sum that is a long, and each is exact as a double too.
   */
  public static final long MAX_LANE_SUM = 1L << 53;

  private final String name;
  private final Running running;

  Accumulator(String name, Running running) {
    this.name = name;
    this.running = running;
  }

  /** The name by which it is read. */
  public String name() {
    return name;
  }

  /**
   * Adds to the counter.
   *
   * @param delta may be negative
   * @throws AccumulatorException SLUICE-S08 if this is no place where something can be counted;
   *     SLUICE-S09 if the lane's sum would be beyond {@link #MAX_LANE_SUM}: the record is a dead
   *     letter then
   */
  public void add(long delta) {
    running
        .call()
        .orElseThrow(
            () ->
                new AccumulatorException(
                    "SLUICE-S08",
                    "accumulator '"
                        + name
                        + "' is added to outside of the app's functions, in a thread of its own, in"
                        + " a sink, or by functions of another definition of the app; add in"
                        + " functions such as map and filter, and keep the accumulator in a local"
                        + " variable of define()"))
        .add(name, delta);
  }
}
