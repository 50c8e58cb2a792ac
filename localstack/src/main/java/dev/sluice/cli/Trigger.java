package dev.sluice.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When a run makes batches, and when it ends.
 *
 * @param text as it was written
 * @param stops whether the run stops behind what is there, and leaves the input open
 * @param every the batch interval, if it says one
 */
record Trigger(String text, boolean stops, Optional<Duration> every) {
  private static final String EVERY = "every=";

  /** Reads {@code available-now}, {@code once} and {@code every=10s}. */
  static final class Converter implements ITypeConverter<Trigger> {
    @Override
    public Trigger convert(String text) {
      if (text.equals("available-now") || text.equals("once")) {
        return new Trigger(text, true, Optional.empty());
      }
      if (text.startsWith(EVERY)) {
        Duration every = Durations.parse(text.substring(EVERY.length()));
        return new Trigger(text, false, Optional.of(every));
      }
      throw new TypeConversionException(
          "'" + text + "' is no trigger; there are available-now, once and every=TIME");
    }
  }
}
