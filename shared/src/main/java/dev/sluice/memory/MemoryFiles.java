package dev.sluice.memory;

import dev.sluice.ports.Clock;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files in memory. Thread-safe. */
public final class MemoryFiles implements FileStore {
  private record Kept(FileVersion file, byte[] content) {}

  private final Map<String, Kept> files = new TreeMap<>();
  private final Clock clock;
  private int versions;

  /**
   * No files.
   *
   * @param clock says when a file was put
   */
  public MemoryFiles(Clock clock) {
    this.clock = clock;
  }

  /** Puts a file, in place of the one that has the name. */
  public synchronized void put(String name, byte[] content) {
    Names.checkObject(name);
    FileVersion file = new FileVersion(name, "v" + ++versions, content.length, clock.nowMillis());
    files.put(name, new Kept(file, content.clone()));
  }

  /** Removes a file, if it is there. */
  public synchronized void remove(String name) {
    files.remove(name);
  }

  @Override
  public synchronized List<FileVersion> list(String prefix) {
    return files.values().stream()
        .map(Kept::file)
        .filter(each -> each.name().startsWith(prefix))
        .toList();
  }

  @Override
  public synchronized Optional<byte[]> read(FileVersion file, long offset, int length) {
    Kept kept = files.get(file.name());
    if (kept == null || !kept.file.version().equals(file.version())) {
      return Optional.empty();
    }
    int from = (int) Math.min(offset, kept.content.length);
    int to = (int) Math.min((long) from + length, kept.content.length);
    return Optional.of(Arrays.copyOfRange(kept.content, from, to));
  }
}
