package dev.sluice.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes a value from a record's bytes. A record for which it throws becomes a dead letter.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface Decoder<T> {

  /**
   * The value of a record.
   *
   * @param data the record's bytes, not to be changed
   * @throws Exception to make a dead letter of the record
   */
  T decode(byte[] data) throws Exception;

  /** The bytes as they are. */
  static Decoder<byte[]> bytes() {
    return data -> data;
  }

  /** One line of UTF-8, without the line end that may close it. Other bytes are refused. */
  static Decoder<String> utf8() {
    return data -> {
      int end = data.length;
      if (end > 0 && data[end - 1] == '\n') {
        end--;
      }
      if (end > 0 && data[end - 1] == '\r') {
        end--;
      }
      for (int i = 0; i < end; i++) {
        if (data[i] < 0) {
          return strictUtf8(data, end);
        }
      }
      return new String(data, 0, end, StandardCharsets.ISO_8859_1);
    };
  }

  private static String strictUtf8(byte[] data, int end) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(data, 0, end))
        .toString();
  }
}
