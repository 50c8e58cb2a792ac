package dev.sluice.local.run;

import dev.sluice.ports.FileStore;
import dev.sluice.ports.FileStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFilesTest extends FileStoreContract {
  @TempDir Path scratch;

  private Path root() {
    return scratch.resolve("files");
  }

  @Override
  protected FileStore emptyStore() {
    return new DirectoryFiles(root());
  }

  @Override
  protected void put(String name, byte[] content) throws IOException {
    Path part = Files.write(scratch.resolve("part"), content);
    Path file = root().resolve(name);
    Files.createDirectories(file.getParent());
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  protected void remove(String name) throws IOException {
    Files.delete(root().resolve(name));
  }
}
