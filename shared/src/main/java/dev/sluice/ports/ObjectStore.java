package dev.sluice.ports;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named immutable objects: outputs, spills, tables. A name is a path of segments separated by
 * {@code /}, without an empty segment ({@link Names#checkObject} has the rules). Every method
 * throws {@link StoreUnavailableException} where the store cannot answer now, {@link
 * StoreRefusedException} where repeating cannot help (no such bucket, no permission), and {@link
 * IllegalArgumentException} for a name or a range that cannot be.
 */
public interface ObjectStore {

  /**
   * The most that an object may hold to be put or got as a whole: 256 MB, to bound the memory of a
   * function. (S3 itself takes 5 GB in one put.)
   */
  int MAX_OBJECT_BYTES = 256 * 1024 * 1024;

  /** What became of a put. */
  enum Put {
    /** The object is there now with these bytes, put by this call. */
    CREATED,
    /** An object of that name was there before; it is unchanged, whatever it holds. */
    EXISTS
  }

  /**
   * Puts an object if none has its name; of several racing callers at most one is told {@link
   * Put#CREATED}, and the object holds what one of them put. After a lost answer the creator itself
   * may be told {@link Put#EXISTS}: whoever must know compares the content.
   */
  Put putIfAbsent(String name, byte[] content);

  /**
   * Puts several objects, each as {@link #putIfAbsent} does; a remote store does that at the same
   * time. Where one fails, the others may be there or not.
   *
   * @return what became of each, by name
   */
  default Map<String, Put> putAllIfAbsent(Map<String, byte[]> contents) {
    Map<String, Put> puts = new HashMap<>();
    contents.forEach((name, content) -> puts.put(name, putIfAbsent(name, content)));
    return puts;
  }

  /** The whole object, or nothing where there is none. */
  Optional<byte[]> get(String name);

  /**
   * Several whole objects, each as {@link #get} gives it; a remote store does that at the same
   * time.
   *
   * @return those that are there, by name
   */
  default Map<String, byte[]> getAll(Collection<String> names) {
    Map<String, byte[]> found = new HashMap<>();
    names.forEach(name -> get(name).ifPresent(content -> found.put(name, content)));
    return found;
  }

  /**
   * The bytes {@code [offset, offset + length)} of an object, or nothing where there is none. What
   * lies behind the end of the object is left out, so that the answer may be shorter or empty.
   *
   * @param offset at least 0
   * @param length at least 0, at most {@link #MAX_OBJECT_BYTES}
   */
  Optional<byte[]> getRange(String name, long offset, int length);

  /**
   * The names that begin with a prefix, in the order of their UTF-8 bytes.
   *
   * @param prefix any beginning of names, not only whole segments; empty for all
   */
  List<String> list(String prefix);

  /**
   * For implementations: checks the size of an object.
   *
   * @throws IllegalArgumentException if it is above {@link #MAX_OBJECT_BYTES}
   */
  static void checkSize(String name, long sizeBytes) {
    if (sizeBytes > MAX_OBJECT_BYTES) {
      throw new IllegalArgumentException(
          name + " has " + sizeBytes + " bytes; whole objects end at " + MAX_OBJECT_BYTES);
    }
  }

  /**
   * For implementations: checks a range.
   *
   * @throws IllegalArgumentException if it cannot be a range of an object
   */
  static void checkRange(long offset, int length) {
    if (offset < 0 || length < 0 || length > MAX_OBJECT_BYTES) {
      throw new IllegalArgumentException(
          "no range of an object: " + length + " bytes from offset " + offset);
    }
  }
}
