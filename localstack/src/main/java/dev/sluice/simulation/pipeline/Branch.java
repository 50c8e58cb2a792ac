package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;

/** A part of a random app that begins with its readings and ends in sinks of its own. */
interface Branch {

  /** What it does, in a word or two. */
  String text();

  /**
   * Builds its operators.
   *
   * @param readings the app's readings, with event time
   * @param name for its operator and its sink, which no other branch has
   */
  void define(DStream<Reading> readings, String name);

  /** Says what they must give. */
  void expect(Input input, String name, Rows rows);
}
