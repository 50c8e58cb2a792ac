package dev.sluice.ports;

import java.util.List;
import java.util.Optional;

/**
 * Files that others put, to be read. A file has versions: whoever writes another content makes
 * another version, and a version has the same bytes whenever it is read, until it is gone. Every
 * method throws {@link StoreUnavailableException} where the store cannot answer now, and {@link
 * StoreRefusedException} where repeating cannot help.
 */
public interface FileStore {

  /**
   * A version of a file.
   *
   * @param name a path with slashes
   * @param version tells it from other contents of the name, and nothing else: the same bytes that
   *     are put again may have the same one, and are told by the later time then
   * @param sizeBytes of its content
   * @param modifiedMillis when it was begun or written, by the store's clock, in milliseconds since
   *     1970-01-01T00:00Z
   */
  record FileVersion(String name, String version, long sizeBytes, long modifiedMillis) {}

  /**
   * All files whose names begin so, in any order, each with its newest version: at least those that
   * were there when the call began and still are when it ends.
   *
   * @throws StoreRefusedException also where there are too many to keep them in memory
   */
  List<FileVersion> list(String prefix);

  /**
   * Bytes of a version: {@code [offset, offset + length)}, fewer only where it ends.
   *
   * @param offset at least 0
   * @param length at least 1
   * @return empty if the version is gone: the file was removed or written anew
   */
  Optional<byte[]> read(FileVersion file, long offset, int length);
}
