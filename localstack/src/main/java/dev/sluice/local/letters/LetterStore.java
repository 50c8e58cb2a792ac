package dev.sluice.local.letters;

import java.util.List;
import java.util.Optional;

/** Where letters lie, and what is noted about them: files or objects, by a path. */
public interface LetterStore {

  /**
   * The names that begin with a prefix, in order.
   *
   * @param prefix empty, or a path that ends with {@code /}
   */
  List<String> list(String prefix);

  /**
   * The whole content, or nothing where there is none.
   *
   * @throws IllegalArgumentException for a file of more bytes than objects that are read have
   */
  Optional<byte[]> get(String name);

  /**
   * Puts a content under a name that nobody has.
   *
   * @return false if somebody has it; then nothing is changed
   */
  boolean putIfAbsent(String name, byte[] content);
}
