package dev.sluice.engine;

import dev.sluice.ports.FileStore;
import java.util.List;
import java.util.Optional;

/** Files whose store does not answer now and then, or lets a process wait or die. */
record FaultyFiles(FileStore files, Trouble trouble) implements FileStore {
  @Override
  public List<FileVersion> list(String prefix) {
    trouble.before("listing");
    List<FileVersion> found = files.list(prefix);
    trouble.after("listing");
    return found;
  }

  @Override
  public Optional<byte[]> read(FileVersion file, long offset, int length) {
    trouble.before("read of a file");
    return files.read(file, offset, length);
  }
}
