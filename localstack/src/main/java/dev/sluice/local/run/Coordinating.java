package dev.sluice.local.run;

import dev.sluice.engine.Engine;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The engine of the coordinator and its steps, which one caller has at a time. An error, such as a
 * lack of memory, can leave it half changed: another one takes its place, as another process would
 * on Lambda.
 */
final class Coordinating {
  private final Supplier<Engine> maker;
  private Engine engine;

  Coordinating(Supplier<Engine> maker) {
    this.maker = maker;
    this.engine = maker.get();
  }

  synchronized <R> R with(Function<Engine, R> work) {
    if (engine == null) {
      engine = maker.get();
    }
    try {
      return work.apply(engine);
    } catch (Error e) {
      engine = null;
      throw e;
    }
  }
}
