package dev.sluice.simulation.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.tools.StandardJavaFileManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

  @Test
  void everyMutantAppliesToTheCodeAsItIs() throws Exception {
    List<Mutant> mutants = Mutant.all();
    Set<String> sources = new HashSet<>();
    for (Mutant each : mutants) {
      assertThat(sources.add(each.source(PROJECT))).as(each.name()).isTrue();
    }
    assertThat(mutants).hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  @Tag("simulation")
  void everyMutantCompiles(@TempDir Path work) throws Exception {
    int number = 0;
    try (StandardJavaFileManager files = Mutant.files()) {
      for (Mutant each : Mutant.all()) {
        Path own = Files.createDirectory(work.resolve("" + number++));
        assertThat(each.compile(PROJECT, own, files)).isNotEmptyDirectory();
      }
    }
  }
}
