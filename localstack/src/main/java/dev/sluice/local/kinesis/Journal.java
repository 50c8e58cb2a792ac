package dev.sluice.local.kinesis;

import java.util.function.Consumer;

/** Keeps changes, so that the streams survive their process. Called by one thread at a time. */
public interface Journal extends AutoCloseable {

  /** Gives every kept change to the consumer, oldest first. Called once, before anything else. */
  void replay(Consumer<Change> consumer);

  /**
   * Keeps a change for good, or throws and keeps nothing of it.
   *
   * @param state what the streams look like before this change, for journals that drop what is old
   * @throws KinesisException if it can't be kept
   */
  void append(Change change, StreamsState state);

  @Override
  void close();

  /** Keeps nothing. */
  static Journal none() {
    return new Journal() {
      @Override
      public void replay(Consumer<Change> consumer) {}

      @Override
      public void append(Change change, StreamsState state) {}

      @Override
      public void close() {}
    };
  }
}
