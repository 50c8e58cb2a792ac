package dev.sluice.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTreeTest {
  @TempDir Path root;

  @Test
  void nothingIsBelowADirectoryThatIsNotThere() throws IOException {
    assertThat(LiveTree.files(root.resolve("missing"))).isEmpty();
  }

  @Test
  void linksToFilesAreFilesAndThoseToDirectoriesAreNotFollowed() throws IOException {
    Path file = Files.write(Files.createDirectories(root.resolve("a/b")).resolve("c"), new byte[1]);
    Path link = Files.createSymbolicLink(root.resolve("link"), file);
    Files.createSymbolicLink(root.resolve("linked"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("broken"), root.resolve("missing"));
    assertThat(LiveTree.files(root)).containsExactlyInAnyOrder(file, link);
  }
}
