package dev.sluice.format;

import java.util.Optional;
import java.util.function.Function;

/**
 * How values of a type without parts stand in text. Nothing depends on a locale, and reading what
 * was printed gives the same value.
 *
 * @param token what it is in JSON
 * @param expected what may stand there, for messages
 * @param reader makes a value; throws where the text is none
 * @param printer makes the text of a value
 */
public record TextType(
    Token token,
    String expected,
    Function<String, Object> reader,
    Function<Object, String> printer) {

  /** Kinds of values in JSON that have no parts. */
  public enum Token {
    NUMBER,
    BOOLEAN,
    STRING
  }

  private static final int MAX_QUOTED_CHARS = 60;

  /**
   * The text of a type: primitives and their boxes, String, byte[], Instant, LocalDate, Duration,
   * BigDecimal and enums.
   *
   * @return nothing for other types
   */
  public static Optional<TextType> of(Class<?> type) {
    return Optional.ofNullable(TextTypes.find(type));
  }

  /**
   * The value that a text stands for.
   *
   * @throws FormatException with the code, the place, and what was expected and found
   */
  public Object read(String text, String code, String where) {
    try {
      return reader.apply(text);
    } catch (RuntimeException e) {
      throw mismatch(code, where, quote(text));
    }
  }

  /** Says what was expected and found at a place. */
  public FormatException mismatch(String code, String where, String found) {
    return new FormatException(code, where + ": expected " + expected + ", found " + found);
  }

  /** A text in quotes, or its beginning: the record stands beside the reason anyway. */
  public static String quote(String text) {
    return text.length() <= MAX_QUOTED_CHARS
        ? "'" + text + "'"
        : "'" + text.substring(0, MAX_QUOTED_CHARS) + "'... (" + text.length() + " characters)";
  }
}
