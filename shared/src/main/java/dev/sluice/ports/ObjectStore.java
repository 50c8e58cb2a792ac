package dev.sluice.ports;

import java.util.List;
import java.util.Optional;

/**
 * Named immutable objects: outputs, spills, tables. A name is a path of segments separated by
 * {@code /}, without an empty segment. Every method throws {@link StoreUnavailableException} where
 * the store cannot answer now.
 */
public interface ObjectStore {

  /** What became of a put. */
  enum Put {
    /** The object is there now with these bytes, put by this call. */
    CREATED,
    /** An object of that name was there before; it is unchanged, whatever it holds. */
    EXISTS
  }

  /** Puts an object if none has its name; of several racing callers exactly one creates it. */
  Put putIfAbsent(String name, byte[] content);

  /** The whole object, or nothing where there is none. */
  Optional<byte[]> get(String name);

  /** The bytes {@code [offset, offset + length)} of an object, or nothing where there is none. */
  Optional<byte[]> getRange(String name, long offset, int length);

  /** The names that begin with a prefix, in the order of their UTF-8 bytes. */
  List<String> list(String prefix);
}
