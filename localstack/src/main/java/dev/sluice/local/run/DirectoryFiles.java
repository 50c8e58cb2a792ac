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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Files of a directory that is watched. The version of a file is its size and the time of its last
 * change, as exactly as the file system keeps it.
 */
public final class DirectoryFiles implements FileStore {
  private final Path root;

  /** For each prefix what its last listing has shown, and since when that is there. */
  private final Map<String, Map<String, Long>> listed = new HashMap<>();

  /**
   * A directory, which need not be there yet.
   *
   * @param root names are paths below it, with slashes
   */
  public DirectoryFiles(Path root) {
    this.root = root;
  }

  @Override
  public synchronized List<FileVersion> list(String prefix) {
    int slash = prefix.lastIndexOf('/');
    Path from = slash < 0 ? root : root.resolve(prefix.substring(0, slash));
    Map<String, Long> before = listed.get(prefix);
    Map<String, Long> now = new HashMap<>();
    List<FileVersion> found = new ArrayList<>();
    try {
      for (Path path : files(from)) {
        String name = root.relativize(path).toString().replace('\\', '/');
        Optional<FileVersion> version = name.startsWith(prefix) ? version(name) : Optional.empty();
        if (version.isPresent()) {
          FileVersion file = version.get();
          String key = name + " " + file.version();
          long since = before == null ? file.modifiedMillis() : since(before, key, file);
          now.put(key, since);
          found.add(new FileVersion(name, file.version(), file.sizeBytes(), since));
        }
      }
    } catch (IOException e) {
      throw unavailable(from, e);
    }
    listed.put(prefix, now);
    return found;
  }

  /** The directory itself may be a link. */
  private static List<Path> files(Path from) throws IOException {
    if (!Files.isDirectory(from)) {
      return List.of();
    }
    Path real = from.toRealPath();
    return LiveTree.files(real).stream().map(each -> from.resolve(real.relativize(each))).toList();
  }

  /**
   * From when on a file is there that was not there at the last listing: a file that is moved in
   * keeps the time of its last change, which may be years ago, and would be taken for one of
   * before.
   */
  private long since(Map<String, Long> before, String key, FileVersion file) throws IOException {
    Long known = before.get(key);
    if (known != null) {
      return known;
    }
    try {
      FileTime moved = (FileTime) Files.getAttribute(root.resolve(file.name()), "unix:ctime");
      return Math.max(file.modifiedMillis(), moved.toMillis());
    } catch (UnsupportedOperationException | IllegalArgumentException | NoSuchFileException e) {
      return file.modifiedMillis(); // a file system that does not say it, or no file any more
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
      boolean same =
          version(file.name()).filter(each -> each.version().equals(file.version())).isPresent();
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
