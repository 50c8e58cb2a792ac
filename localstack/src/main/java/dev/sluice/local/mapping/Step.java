package dev.sluice.local.mapping;

/** What a shard needs next. */
sealed interface Step {

  /** Read behind what was read before. */
  record Read(int limit) implements Step {}

  /** Call the function, {@code copies} times at once; the first call's outcome counts. */
  record Invoke(Batch batch, int copies) implements Step {}

  /** Say that a record is too large for any call; it fails like one that was called. */
  record Refuse(Batch batch) implements Step {}

  /** Hand a batch to the on-failure destination. */
  record Discard(DiscardedBatch batch) implements Step {}

  /** Do nothing until a time of the timer. */
  record Pause(long untilMillis) implements Step {}

  /** Nothing more will come: the shard is closed and processed to its end. */
  record Finished() implements Step {}
}
