package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.FileStore;
import dev.sluice.ports.FileStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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

  /** As with {@code mv old.csv in/}: else nobody would ever read it, without a word. */
  @Test
  void oldFileThatIsMovedInIsNew() throws Exception {
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.createDirectories(root());
    Path first = Files.write(root().resolve("first"), new byte[1]);
    Files.setLastModifiedTime(first, old);
    FileStore files = emptyStore();
    assertThat(files.list("")).allMatch(each -> each.modifiedMillis() == old.toMillis());

    Path part = Files.write(scratch.resolve("part"), new byte[1]);
    Files.setLastModifiedTime(part, old);
    Files.move(part, root().resolve("second"));
    Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-------"));
    for (int looks = 0; looks < 2; looks++) {
      for (FileStore.FileVersion each : files.list("")) {
        boolean isNew = each.name().equals("second");
        assertThat(each.modifiedMillis() > old.toMillis()).as(each.name()).isEqualTo(isNew);
        assertThat(files.read(each, 0, 1)).isPresent();
      }
    }
  }

  @Test
  void directoryThatIsALinkIsRead() throws Exception {
    Path real = Files.createDirectories(scratch.resolve("real"));
    Files.write(real.resolve("file"), new byte[1]);
    Files.createDirectories(root());
    Files.createSymbolicLink(root().resolve("in"), real);
    assertThat(emptyStore().list("in/"))
        .extracting(FileStore.FileVersion::name)
        .containsExactly("in/file");
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
