package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;

/** A part of a random app that begins with its readings and ends in sinks of its own. */
interface Branch {

  /** What it does, in a few words. */
  String text();

  /**
   * Builds its operators.
   *
   * @param readings the app's readings
   * @param name for its operator and its sink, which no other branch has
   */
  void define(Sides<DStream<Reading>> readings, String name);

  /** The same where it may need more than that. */
  default void define(Around around, Sides<DStream<Reading>> readings, String name) {
    define(readings, name);
  }

  /**
   * Whether it goes by the watermark of one of two streams. What it must give is foretold by that
   * alone, while with {@code WatermarkPolicy.MAX} streams that meet in another branch have one
   * clock in this one as well.
   */
  default boolean goesByOneStream() {
    return false;
  }

  /** Says what they must give. */
  void expect(Sides<Input> inputs, String name, Rows rows);
}
