package dev.sluice.local.letters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Letters for tests. */
final class SomeLetters {
  private SomeLetters() {}

  static Letter of(String position) {
    return new Letter(
        "s/shard/" + position,
        "s",
        true,
        "s/shard",
        position,
        "dead-letter/s-1000.csv",
        Instant.ofEpochMilli(1000),
        Optional.empty(),
        "java.lang.IllegalStateException: no",
        Optional.of("k"),
        "x".getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path root, String name, String... lines) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
