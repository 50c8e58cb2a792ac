package dev.sluice.engine.flow;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/**
 * A line about a record for which user code threw: lane, position, reason, encoding of the data
 * ({@code utf8} or {@code base64}), data.
 */
public final class DeadLetterRow {
  /** Messages of exceptions can hold whole records; the record itself follows anyway. */
  private static final int MAX_REASON_CHARS = 500;

  /**
   * Compiled code throws these without a message once they are frequent (HotSpot's
   * OmitStackTraceInFastThrow), so a message would come and go between runs.
   */
  private static final Set<Class<?>> JIT_MADE =
      Set.of(
          ArithmeticException.class,
          ArrayIndexOutOfBoundsException.class,
          ArrayStoreException.class,
          ClassCastException.class,
          NullPointerException.class);

  private DeadLetterRow() {}

  public static String of(String lane, Object position, Throwable reason, byte[] data) {
    String text =
        JIT_MADE.contains(reason.getClass()) ? reason.getClass().getName() : reason.toString();
    if (text.length() > MAX_REASON_CHARS) {
      text = text.substring(0, MAX_REASON_CHARS) + "...";
    }
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      return CsvRow.of(lane, position, text, "utf8", decoded);
    } catch (CharacterCodingException e) {
      return CsvRow.of(lane, position, text, "base64", Base64.getEncoder().encodeToString(data));
    }
  }
}
