package dev.sluice.cli;

import dev.sluice.local.letters.Letter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes of letters for people; nothing in them reaches the terminal as a command. */
final class LetterText {
  private static final int BYTES_IN_LINE = 16;

  private LetterText() {}

  /** The data as text, if it is nothing else. */
  static Optional<String> text(Letter letter) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(letter.data())).toString();
      boolean plain = text.chars().allMatch(c -> !Character.isISOControl(c) || isSpace(c));
      return plain ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isSpace(int c) {
    return c == '\n' || c == '\r' || c == '\t';
  }

  /** Sixteen bytes in a line, behind the number of the first. */
  static String hex(byte[] data) {
    HexFormat format = HexFormat.ofDelimiter(" ");
    StringBuilder lines = new StringBuilder();
    for (int at = 0; at < data.length; at += BYTES_IN_LINE) {
      int end = Math.min(data.length, at + BYTES_IN_LINE);
      lines.append(HexFormat.of().toHexDigits(at)).append("  ");
      lines.append(format.formatHex(data, at, end)).append('\n');
    }
    return lines.toString();
  }

  /** A text in one line. */
  static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
