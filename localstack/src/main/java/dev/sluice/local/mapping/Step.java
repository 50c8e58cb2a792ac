package dev.sluice.local.mapping;

/** What a shard needs next. */
sealed interface Step {

  /** Read behind what was read before. */
  record Read(int limit) implements Step {}

  /** Call the function, {@code copies} times at once; the call with the whole batch counts. */
  record Invoke(Batch batch, int copies) implements Step {

    /**
     * What a copy gets: records from the front, as a caller has that was cut differently, was given
     * up and still works.
     *
     * @param copy from 1 to below {@code copies}
     */
    Batch part(int copy) {
      return new Batch(batch.shardId(), batch.records().subList(0, size(copy)));
    }

    /** How many records all calls get together. */
    long recordsInAll() {
      long sum = batch.records().size();
      for (int copy = 1; copy < copies; copy++) {
        sum += size(copy);
      }
      return sum;
    }

    private int size(int copy) {
      return (batch.records().size() * copy + copies - 1) / copies;
    }
  }

  /** Say that a record is too large for any call; it fails like one that was called. */
  record Refuse(Batch batch) implements Step {}

  /** Hand a batch to the on-failure destination. */
  record Discard(DiscardedBatch batch) implements Step {}

  /** Do nothing until a time of the timer. */
  record Pause(long untilMillis) implements Step {}

  /** Nothing more will come: the shard is closed and processed to its end. */
  record Finished() implements Step {}
}
