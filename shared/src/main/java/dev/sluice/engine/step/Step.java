package dev.sluice.engine.step;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.List;

/**
 * The work of a bucket lane for one interval, as its border fixes it.
 *
 * @param plan says how watermarks of several event-time nodes make one
 * @param k the interval
 * @param startMillis the start of the interval: the border before
 * @param borderMillis the end of the interval
 * @param before the watermarks of the event-time nodes before this interval
 * @param after the watermarks with this interval taken in
 * @param hasInput whether the interval has records, of whichever stream, though nothing may be left
 *     of them
 * @param terminal whether the input ends here: every window closes
 * @param epoch says which parts of the graph have begun: others take nothing and give nothing
 */
record Step(
    Plan plan,
    long k,
    long startMillis,
    long borderMillis,
    long[] before,
    long[] after,
    boolean hasInput,
    boolean terminal,
    Epoch epoch) {

  /** All windows end before it. */
  static final long END_OF_TIME = Long.MAX_VALUE;

  static Step of(Plan plan, EngineSettings settings, ControlLane.Placed placed, long[] before) {
    long k = placed.border().k();
    return new Step(
        plan,
        k,
        k * settings.intervalMillis(),
        settings.borderMillis(k),
        before,
        placed.border().watermarks(),
        !placed.border().reads().isEmpty(),
        placed.terminal(),
        placed.epoch());
  }

  /** Whether an operator has begun. */
  boolean runs(Operator operator) {
    return k > begins(operator);
  }

  /** Whether a sink has begun. */
  boolean runs(SinkSpec sink) {
    return k > epoch.begins(sink.part());
  }

  /** The interval behind which an operator begins, {@link Long#MIN_VALUE} for the app's start. */
  long begins(Operator operator) {
    return epoch.addsNothing() ? Long.MIN_VALUE : epoch.begins(Plan.partOf(operator));
  }

  /** The watermark by which this step's input is judged: W(k-1). */
  long watermarkBefore(List<Integer> eventTimes) {
    return watermark(eventTimes, before, startMillis);
  }

  /** The operator's watermark W(k), by which windows close. */
  long watermarkAfter(Operator operator) {
    return terminal ? END_OF_TIME : watermark(operator.clocks(), after, borderMillis);
  }

  /**
   * Whether an operator that gives all its results does so in this step: in those of batches with
   * input, whatever timers others have. What comes from another stage cannot be seen in a border.
   */
  boolean wantsAll(Operator operator) {
    return hasInput || operator.stage() > 1;
  }

  /** Whether an operator whose results are all those of a step gives them in this one. */
  boolean givesAll(Operator.Keyed operator) {
    return operator.node().traits().givesAll() && wantsAll(operator);
  }

  /** Whether keys that wait are called: at a tick of the operator, and when the input ends. */
  boolean isTick(Operator.Keyed operator) {
    return terminal
        || operator.node().traits().ticks().filter(each -> reaches(each.toMillis())).isPresent();
  }

  /** Whether a multiple of some arrival time is the step's border or lies inside. */
  boolean reaches(long everyMillis) {
    return Math.floorDiv(borderMillis, everyMillis) > Math.floorDiv(startMillis, everyMillis);
  }

  /** The watermark with this step taken in, W(k), whether the input ends or not. */
  long newWatermark(List<Integer> eventTimes) {
    return watermark(eventTimes, after, borderMillis);
  }

  private long watermark(List<Integer> eventTimes, long[] watermarks, long arrival) {
    return eventTimes.isEmpty() ? arrival : plan.watermark(eventTimes, index -> watermarks[index]);
  }
}
