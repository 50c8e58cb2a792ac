package dev.sluice.engine.files;

import dev.sluice.ports.FileStore.FileVersion;
import java.util.List;

/**
 * What an entry of an intake log says, for who looks at a log from outside.
 *
 * @param stampMillis when the files arrived, in milliseconds since 1970-01-01T00:00Z
 * @param names in the order in which they are read
 */
public record FoundFiles(long stampMillis, List<String> names) {

  /**
   * Reads an entry.
   *
   * @param entry as it lies in the lane
   */
  public static FoundFiles of(byte[] entry) {
    IntakeEntry decoded = IntakeEntry.decode(entry);
    return new FoundFiles(
        decoded.stampMillis(), decoded.files().stream().map(FileVersion::name).toList());
  }
}
