package dev.sluice.simulation.pipeline;

import dev.sluice.api.WindowResult;

/** Results of windows as rows that say which they are. */
final class Told {
  private Told() {}

  static String text(WindowResult<String, Long> result) {
    return result.window().endMillis()
        + ","
        + result.key()
        + ","
        + result.value()
        + (result.early() ? early() : "")
        + result.revision().map(at -> revised(at.toEpochMilli())).orElse("");
  }

  /** What stands behind an early result. */
  static String early() {
    return " early";
  }

  /** What stands behind a revision. */
  static String revised(long border) {
    return " revised at " + border;
  }
}
