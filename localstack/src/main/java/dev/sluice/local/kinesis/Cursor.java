package dev.sluice.local.kinesis;

import java.util.Locale;
import java.util.Objects;

/**
 * How far a producer is. It travels with a put and is stored with the records or not at all, so a
 * producer that sends a call again changes nothing, and one that starts again knows where to go on.
 *
 * @param producer the producer's name, 1 to {@value #MAX_NAME_LENGTH} characters
 * @param number how many records it has sent once the call has landed, those of the call included
 */
public record Cursor(String producer, long number) {

  static final int MAX_NAME_LENGTH = 256;

  public Cursor {
    Objects.requireNonNull(producer, "producer");
    if (producer.isEmpty() || producer.length() > MAX_NAME_LENGTH || number < 1) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "cursor '%s:%d' is not usable: the producer's name must have 1 to %d characters, the number be at least 1",
              producer,
              number,
              MAX_NAME_LENGTH));
    }
  }

  /**
   * Reads {@code <producer>:<number>}; the number is what follows the last colon.
   *
   * @throws KinesisException if the text is not of that form
   */
  public static Cursor parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new Cursor(
          text.substring(0, Math.max(colon, 0)), Long.parseLong(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw KinesisException.invalidArgument(
          "cursor '" + text + "' is not of the form <producer>:<number of records sent>");
    }
  }
}
