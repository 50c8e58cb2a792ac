package dev.sluice.local.results;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A directory of results that is complete.
 *
 * @param directory its name below the results
 * @param parts the content of each part by its name
 */
public record Published(String directory, SortedMap<String, byte[]> parts) {
  /** A part as text, if it is text. */
  public static Optional<String> text(byte[] part) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(part)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
