package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.memory.MemoryIds;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterDirectoryTest {
  private static final String NAME = "a/note-00000000";
  private static final int LARGE = 1 << 20;

  @TempDir Path root;

  private static void checkThatTheFirstStays(Path root) throws IOException {
    LetterDirectory directory = new LetterDirectory(root, new MemoryIds());
    assertThat(directory.putIfAbsent(NAME, bytes("first"))).isTrue();
    assertThat(directory.putIfAbsent(NAME, bytes("second"))).isFalse();
    assertThat(directory.get(NAME).orElseThrow()).isEqualTo(bytes("first"));
    assertThat(directory.list("a/")).containsExactly(NAME);
    try (Stream<Path> files = Files.list(root.resolve("a"))) {
      assertThat(files).as("nothing else is left").hasSize(1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void firstStays() throws IOException {
    checkThatTheFirstStays(root);
  }

  @Test
  void firstStaysWhereThereAreNoHardLinks() throws IOException {
    URI archive = URI.create("jar:" + root.resolve("archive.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      checkThatTheFirstStays(files.getPath("/"));
    }
  }

  @Test
  void whoeverFindsANameFindsAllOfItsContent() throws InterruptedException {
    LetterDirectory directory = new LetterDirectory(root, new MemoryIds());
    Thread putting = new Thread(() -> directory.putIfAbsent(NAME, new byte[LARGE]));
    putting.start();
    Optional<byte[]> found = Optional.empty();
    while (found.isEmpty() && putting.isAlive()) {
      found = directory.get(NAME);
    }
    putting.join();
    found = found.isPresent() ? found : directory.get(NAME);
    assertThat(found.orElseThrow().length).isEqualTo(LARGE);
  }

  @Test
  void filesThatOthersPutMeanwhileDoNotKeepAListFromItsEnd() throws InterruptedException {
    LetterDirectory directory = new LetterDirectory(root, new MemoryIds());
    directory.putIfAbsent(NAME, bytes("first"));
    Thread putting =
        new Thread(
            () -> {
              for (int i = 0; i < 500; i++) {
                directory.putIfAbsent("b/note-" + i, bytes("note"));
              }
            });
    putting.start();
    do {
      assertThat(directory.list("")).contains(NAME).noneMatch(each -> each.endsWith(".tmp"));
    } while (putting.isAlive());
    putting.join();
    assertThat(directory.list("")).hasSize(501);
  }
}
