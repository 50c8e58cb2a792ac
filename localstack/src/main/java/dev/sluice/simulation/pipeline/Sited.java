package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;

/** A branch that needs more than readings. */
interface Sited extends Branch {

  @Override
  void define(Around around, Sides<DStream<Reading>> readings, String name);

  @Override
  default void define(Sides<DStream<Reading>> readings, String name) {
    throw new UnsupportedOperationException("it needs what is around it");
  }
}
