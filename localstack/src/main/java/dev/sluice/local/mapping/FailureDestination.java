package dev.sluice.local.mapping;

/** Where batches go that the mapping gave up. */
@FunctionalInterface
public interface FailureDestination {

  /** No destination: discarded batches show in the counters only. */
  FailureDestination NONE = batch -> {};

  /**
   * Keeps a batch. The shard goes on behind it when this returns; where it throws, the batch is
   * handed over again after a while. The same batch may come twice.
   */
  void accept(DiscardedBatch batch) throws Exception;
}
