package dev.sluice.simulation.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * What holds for the whole of a random app.
 *
 * @param encoding how readings are written, if not as lines
 * @param maxAhead how far an event time may be ahead of its arrival
 * @param dropsLate whether late values are counted only
 */
record Traits(Optional<Encoding> encoding, Duration maxAhead, boolean dropsLate) {
  private static final Duration UNLESS_SAID = Duration.ofHours(1);

  /** Those of most apps. */
  static final Traits USUAL = new Traits(Optional.empty(), UNLESS_SAID, false);

  /** One app in four has an encoding, one in eight another limit, and one in eight drops. */
  static Traits draw(Random random) {
    Encoding encoding = Encoding.values()[random.nextInt(Encoding.values().length)];
    Duration ahead = Duration.ofSeconds(random.nextInt(20));
    return new Traits(
        random.nextInt(4) == 0 ? Optional.of(encoding) : Optional.empty(),
        random.nextInt(8) == 0 ? ahead : UNLESS_SAID,
        random.nextInt(8) == 0);
  }

  String text() {
    return encoding.map(each -> each + ": ").orElse("")
        + (maxAhead.equals(UNLESS_SAID) ? "" : "at most " + maxAhead.toMillis() + " ms ahead: ")
        + (dropsLate ? "drops late values: " : "");
  }
}
