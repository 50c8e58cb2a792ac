package dev.sluice.engine.flow;

import dev.sluice.api.graph.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/**
 * A line about what user code threw for: lane, position, reason, encoding of the data ({@code utf8}
 * or {@code base64}), data. For a record its partition key and the time of its arrival follow, so
 * that it can be sent again; for a result of an operator nothing does. Older rows of records end
 * with the data, too.
 */
public final class DeadLetterRow {
  /** Between a reason and what caused it. */
  public static final String CAUSED_BY = "; caused by ";

  /** Messages of exceptions can hold whole records; the record itself follows anyway. */
  private static final int MAX_REASON_CHARS = 500;

  private static final String OWN_ERROR = "SLUICE-";

  /** More say nothing new, and causes can go in a circle. */
  private static final int MAX_CAUSES = 5;

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

  /** A result of an operator, for which user code behind it threw. */
  public static String of(String lane, Object position, Throwable reason, byte[] data) {
    String encoding = encoding(data);
    return CsvRow.of(lane, position, text(reason), encoding, encoded(encoding, data));
  }

  /**
   * A record.
   *
   * @param stampMillis when it arrived, by the stream's clock
   */
  public static String ofRecord(
      String lane,
      Object position,
      Throwable reason,
      byte[] data,
      String partitionKey,
      long stampMillis) {
    String encoding = encoding(data);
    return CsvRow.of(
        lane,
        position,
        text(reason),
        encoding,
        encoded(encoding, data),
        partitionKey,
        Instant.ofEpochMilli(stampMillis));
  }

  /**
   * The reason with the first line of each cause, but for those whose text it holds already. An
   * error of Sluice says all that its causes do, in better words.
   */
  private static String text(Throwable reason) {
    StringBuilder text = new StringBuilder(textOf(reason));
    Throwable cause = text.indexOf(OWN_ERROR) >= 0 ? null : causeOf(reason);
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      String more = textOf(cause).lines().findFirst().orElse("");
      if (text.indexOf(more) < 0) {
        text.append(CAUSED_BY).append(more);
      }
      cause = causeOf(cause);
    }
    return text.length() <= MAX_REASON_CHARS
        ? text.toString()
        : text.substring(0, MAX_REASON_CHARS) + "...";
  }

  private static String textOf(Throwable reason) {
    return JIT_MADE.contains(reason.getClass()) ? reason.getClass().getName() : Texts.shown(reason);
  }

  /** The cause, or null; that is user code, too. */
  private static Throwable causeOf(Throwable reason) {
    try {
      return reason.getCause();
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return null;
    }
  }

  private static String encoding(byte[] data) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
      return "utf8";
    } catch (CharacterCodingException e) {
      return "base64";
    }
  }

  private static String encoded(String encoding, byte[] data) {
    return encoding.equals("utf8")
        ? new String(data, StandardCharsets.UTF_8)
        : Base64.getEncoder().encodeToString(data);
  }
}
