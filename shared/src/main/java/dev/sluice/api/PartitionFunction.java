package dev.sluice.api;

import java.util.Iterator;

/**
 * What {@code foreachPartition} calls: at least once for each share of a batch that has rows.
 *
 * @param <C> the type of the client
 * @param <T> the type of the rows
 */
@FunctionalInterface
public interface PartitionFunction<C, T> {

  /**
   * Takes the rows of one share.
   *
   * @param client the one of this process
   * @param rows at least one; the same in the same order whenever the share comes again
   * @param batch which share it is
   * @throws Exception to have the call repeated, with a new client; the bucket waits
   */
  void accept(C client, Iterator<T> rows, BatchInfo batch) throws Exception;
}
