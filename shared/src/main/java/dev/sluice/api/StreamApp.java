package dev.sluice.api;

/**
 * A stream processing app: one class that says what happens to the records. It is defined once per
 * process, before the first record; {@link #define} must build the same graph every time.
 */
@FunctionalInterface
public interface StreamApp {

  /**
   * Builds the graph of operators from the streams of the context. What it throws is reported as a
   * fault of the graph.
   *
   * @param stream where streams and tables are found; not to be used when this method has returned
   */
  void define(StreamContext stream);
}
