package dev.sluice.simulation.pipeline;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * The batches of a run.
 *
 * @param intervalMillis their length
 * @param withRecords those that have records, of whichever stream, ascending
 * @param last the one with which the input ends; it may have records, too
 */
record Calendar(long intervalMillis, TreeSet<Long> withRecords, long last) {

  /** The end of a batch. */
  long border(long k) {
    return (k + 1) * intervalMillis;
  }

  boolean isLast(long k) {
    return k == last;
  }

  /** The batches in which event time can go on: those with records, and the last one. */
  List<Long> steps() {
    TreeSet<Long> steps = new TreeSet<>(withRecords);
    if (!steps.isEmpty()) {
      steps.add(last);
    }
    return List.copyOf(steps);
  }

  /** All batches from the first one with records on. */
  List<Long> all() {
    return withRecords.isEmpty()
        ? List.of()
        : LongStream.rangeClosed(withRecords.first(), last).boxed().toList();
  }
}
