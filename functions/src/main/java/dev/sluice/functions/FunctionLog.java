package dev.sluice.functions;

import java.util.Map;
import java.util.function.Consumer;

/** Takes what a function has to say beside its answers: what did not go as it should. */
@FunctionalInterface
public interface FunctionLog {
  /**
   * Says it.
   *
   * @param text what happened, as people read it; complete without the rest
   * @param fields the same for programs: {@code lane}, {@code batch}, {@code position} and the like
   */
  void warn(String text, Map<String, String> fields);

  /** One that writes a line of text each. */
  static FunctionLog lines(Consumer<String> lines) {
    return (text, fields) -> lines.accept("sluice: " + text);
  }
}
