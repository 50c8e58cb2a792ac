package dev.sluice.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text of bytes that may be none. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The text of bytes from the first up to an end.
   *
   * @param end exclusive
   * @throws FormatException SLUICE-D10 with the place and the bytes, if they are not UTF-8
   */
  public static String text(byte[] data, int end) {
    for (int i = 0; i < end; i++) {
      if (data[i] < 0) {
        return strict(data, end);
      }
    }
    return new String(data, 0, end, StandardCharsets.ISO_8859_1);
  }

  /**
   * The bytes of a text.
   *
   * @throws FormatException SLUICE-D13 if it holds half of a surrogate pair, which has no bytes and
   *     would silently become a question mark
   */
  public static byte[] bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          throw new FormatException(
              "SLUICE-D13", "character " + i + " is half of a surrogate pair; filter it out");
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The length without the line end ("\n", "\r\n" or "\r") that may close a line. */
  public static int withoutLineEnd(byte[] data) {
    int end = data.length;
    if (end > 0 && data[end - 1] == '\n') {
      end--;
    }
    if (end > 0 && data[end - 1] == '\r') {
      end--;
    }
    return end;
  }

  private static String strict(byte[] data, int end) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(data, 0, end);
    CharBuffer out = CharBuffer.allocate(end);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int to = Math.min(end, in.position() + result.length());
      throw new FormatException(
          "SLUICE-D10",
          "the record is not UTF-8: byte "
              + in.position()
              + " is 0x"
              + HexFormat.of().formatHex(data, in.position(), to)
              + ", which is no character; send UTF-8, or read it with Decoder.bytes()");
    }
    return out.flip().toString();
  }
}
