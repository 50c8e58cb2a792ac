package dev.sluice.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final String UUID = "fe68b315-b285-4640-b701-026205347233";
  private static final String OTHER = "0a68b315-b285-4640-b701-02620534723f";

  @TempDir Path root;

  private void put(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void putsThatAKillCutOffAreNoObjectsAfterARestart() throws IOException {
    put(
        "oil-pumps/alerts-1000.csv/part-00001",
        "oil-pumps/alerts-1000.csv/part-00001-" + UUID,
        "oil-pumps/alerts-1000.csv/_SUCCESS-" + UUID,
        "oil-pumps-spills/spill/2026-11-25/shard/0-" + UUID,
        "oil-pumps-spills/spill/2026-11-25/shard/0-" + UUID + "-" + OTHER,
        "oil-pumps-spills/keep/control/" + UUID,
        "oil-pumps-spills/keep/control/" + UUID + "-" + OTHER);

    EmbeddedS3.over(root);

    assertThat(files())
        .containsExactly(
            "oil-pumps-spills/keep/control/" + UUID,
            "oil-pumps-spills/spill/2026-11-25/shard/0-" + UUID,
            "oil-pumps/alerts-1000.csv/part-00001");
  }

  @Test
  void objectsThatOthersPutStay() throws IOException {
    put("b/report-" + UUID, "b/part-00000-" + UUID + "-c000.csv", "b/" + UUID, "b/part-1");

    EmbeddedS3.over(root);

    assertThat(files()).hasSize(4);
  }
}
