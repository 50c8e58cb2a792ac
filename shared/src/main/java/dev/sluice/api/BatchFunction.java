package dev.sluice.api;

import java.util.List;

/**
 * What {@code foreachBatch} calls; at least once for each share of a batch that has rows. A share
 * that is delivered again has the same {@link BatchInfo}, and the same rows in the same order.
 *
 * @param <T> the type of the rows
 */
@FunctionalInterface
public interface BatchFunction<T> {

  /**
   * Takes the rows of one share.
   *
   * @param rows at least one
   * @param batch which share it is
   * @throws Exception to have the call repeated; the bucket waits, and what it reports has the code
   *     SLUICE-E13
   */
  void accept(List<T> rows, BatchInfo batch) throws Exception;
}
