package dev.sluice.api;

/**
 * A place for values outside of Sluice: a table, a stream, a service. Write one of your own with
 * one method.
 *
 * <p>What it gives takes the rows of each batch and bucket, at least once, always with the same
 * rows in the same order for the same {@link BatchInfo}. So it must take a share again without
 * harm: by writing under keys, by an id made of (sink, batch, bucket, place in the list), or by
 * looking whether the share is there.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface Sink<T> {

  /**
   * Connects. Called when a process has its first rows, not when the graph is built; what it gives
   * is used as long as the process is warm. After a call that threw, it is closed, if it is {@link
   * AutoCloseable}, and the next call connects anew.
   *
   * @param name the name that the sink has in the app
   * @return takes the rows; where it throws, the bucket waits and the call is repeated
   * @throws Exception to have the call repeated, like one that takes rows
   */
  BatchFunction<T> open(String name) throws Exception;
}
