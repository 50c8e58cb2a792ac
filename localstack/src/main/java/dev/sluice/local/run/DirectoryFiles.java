package dev.sluice.local.run;

import dev.sluice.local.files.LiveTree;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Files of a directory that is watched. The version of a file is its size and the time of its last
 * change, as exactly as the file system keeps it.
 */
public final class DirectoryFiles implements FileStore {
  private final Path root;

  /**
   * A directory, which need not be there yet.
   *
   * @param root names are paths below it, with slashes
   */
  public DirectoryFiles(Path root) {
    this.root = root;
  }

  @Override
  public List<FileVersion> list(String prefix) {
    int slash = prefix.lastIndexOf('/');
    Path from = slash < 0 ? root : root.resolve(prefix.substring(0, slash));
    List<FileVersion> found = new ArrayList<>();
    if (!Files.isDirectory(from)) {
      return found;
    }
    try {
      for (Path path : LiveTree.files(from)) {
        String name = root.relativize(path).toString().replace('\\', '/');
        if (name.startsWith(prefix)) {
          version(name).ifPresent(found::add);
        }
      }
      return found;
    } catch (IOException e) {
      throw unavailable(from, e);
    }
  }

  /** Empty if it is gone meanwhile. */
  private Optional<FileVersion> version(String name) throws IOException {
    try {
      BasicFileAttributes file =
          Files.readAttributes(root.resolve(name), BasicFileAttributes.class);
      long nanos = file.lastModifiedTime().to(TimeUnit.NANOSECONDS);
      return Optional.of(
          new FileVersion(
              name, file.size() + "-" + nanos, file.size(), file.lastModifiedTime().toMillis()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<byte[]> read(FileVersion file, long offset, int length) {
    Path path = root.resolve(file.name());
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (SeekableByteChannel in = Files.newByteChannel(path)) {
      in.position(offset);
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {
        // reads on
      }
      // Looked at behind the read: what was there before is what was read.
      boolean same = version(file.name()).map(file::equals).orElse(false);
      return same ? Optional.of(Arrays.copyOf(bytes.array(), bytes.position())) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  private static StoreUnavailableException unavailable(Path path, Exception cause) {
    return new StoreUnavailableException("cannot read " + path + ": " + cause, cause);
  }
}
