package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.FileStore;
import dev.sluice.ports.FileStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFilesTest extends FileStoreContract {
  private static final int MOVED = 500;

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

  @Test
  void filesThatOthersMoveMeanwhileDoNotKeepAListFromItsEnd() throws Exception {
    put("first", new byte[1]);
    CompletableFuture<Void> moving = CompletableFuture.runAsync(this::move);
    do {
      assertThat(emptyStore().list("")).anyMatch(each -> each.name().equals("first"));
    } while (!moving.isDone());
    moving.get();
    assertThat(emptyStore().list("")).hasSize(1 + MOVED);
  }

  private void move() {
    try {
      for (int i = 0; i < MOVED; i++) {
        Path part = Files.write(root().resolve("." + i + ".tmp"), new byte[1]);
        Files.move(part, Files.createDirectories(root().resolve("to-" + i % 10)).resolve("" + i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
