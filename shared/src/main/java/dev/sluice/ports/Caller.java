package dev.sluice.ports;

import java.util.List;

/** Calls from one function to another. */
public interface Caller {
  /** A bucket's step takes a fraction of a second; a call costs some 20 ms and is billed apart. */
  int BUCKETS_PER_CALL = 8;

  /** Asks for a run of the coordinator, soon and at least once; the answer is not waited for. */
  void wakeCoordinator();

  /**
   * Has a bucket function advance bucket lanes of a stage, and waits for it. Failures are not
   * reported: the lanes' heads say how far they came.
   *
   * @param stage number of the stage, from 1
   * @param buckets the buckets to advance
   */
  void advance(int stage, List<Integer> buckets);
}
