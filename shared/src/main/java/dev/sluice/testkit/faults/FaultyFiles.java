package dev.sluice.testkit.faults;

import dev.sluice.ports.FileStore;
import java.util.List;
import java.util.Optional;

/** Files whose store does not always answer, or lets a process stand still or die. */
public record FaultyFiles(FileStore files, Trouble trouble) implements FileStore {
  @Override
  public List<FileVersion> list(String prefix) {
    trouble.mayCrash(Fault.CRASH_WHILE_READING, () -> "files below " + prefix);
    trouble.mayFail(Fault.LISTING_FAILS, () -> prefix);
    trouble.mayPause(Fault.SLOW_LISTING, () -> "before a listing of " + prefix);
    List<FileVersion> found = files.list(prefix);
    trouble.mayPause(() -> "behind a listing of " + prefix);
    return found;
  }

  @Override
  public Optional<byte[]> read(FileVersion file, long offset, int length) {
    trouble.mayCrash(Fault.CRASH_WHILE_READING, file::name);
    trouble.mayFail(Fault.OBJECT_GET_FAILS, file::name);
    return files.read(file, offset, length);
  }
}
