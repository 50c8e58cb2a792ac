package dev.sluice.simulation.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
