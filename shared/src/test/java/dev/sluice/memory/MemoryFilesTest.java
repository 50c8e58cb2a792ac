package dev.sluice.memory;

import dev.sluice.ports.FileStore;
import dev.sluice.ports.FileStoreContract;

class MemoryFilesTest extends FileStoreContract {
  private MemoryFiles files;

  @Override
  protected FileStore emptyStore() {
    files = new MemoryFiles(() -> 5);
    return files;
  }

  @Override
  protected void put(String name, byte[] content) {
    files.put(name, content);
  }

  @Override
  protected void remove(String name) {
    files.remove(name);
  }
}
