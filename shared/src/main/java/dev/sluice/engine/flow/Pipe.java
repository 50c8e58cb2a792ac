package dev.sluice.engine.flow;

/** Takes values; the context says what else is known of the one at hand. */
@FunctionalInterface
public interface Pipe {
  void accept(Object value) throws Exception;
}
