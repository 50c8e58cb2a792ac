package dev.sluice.api;

import java.util.List;

/** What {@code foreachBatch} calls; at least once for each share of a batch that has rows. */
@FunctionalInterface
public interface BatchFunction<T> {

  /**
   * Takes the rows of one share. An exception is reported and the call repeated; the bucket waits.
   */
  void accept(List<T> rows, BatchInfo batch) throws Exception;
}
