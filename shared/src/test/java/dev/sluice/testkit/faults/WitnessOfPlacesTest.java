package dev.sluice.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryObjects;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessOfPlacesTest {
  private final MemoryObjects spills = new MemoryObjects(new CountingMetrics());
  private final MemoryObjects place = new MemoryObjects(new CountingMetrics());

  /** What is wrong with the order in which a batch comes. */
  private List<String> marked(Witness witness, String batch) {
    publish(witness, batch + "/_SUCCESS", "part-00000");
    publish(witness, batch + "/part-00000", "row");
    return witness.violations().stream().filter(each -> each.contains(" came ")).toList();
  }

  private void publish(Witness witness, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    witness.output(name, bytes);
    place.putIfAbsent(name, bytes);
  }

  @Test
  void markerComesBehindAllPartsInANewPlaceToo() {
    Witness witness = witnessOfNewPlace();
    assertThat(marked(witness, "out-2000"))
        .containsExactly(
            "out-2000/_SUCCESS came before part-00000",
            "out-2000/part-00000 came behind its marker");
  }

  /**
   * Seed 493083 of the simulation: whoever goes on from the last entries of lanes publishes what
   * they hold once more, each lane for itself, and the parts are in the place before.
   */
  @Test
  void whatThePlaceBeforeHasMayComeAgainInAnyOrder() {
    Witness witness = witnessOfNewPlace();
    assertThat(marked(witness, "out-1000")).isEmpty();
    assertThat(marked(witness.ofNewTable(), "out-1000")).isEmpty();
  }

  private Witness witnessOfNewPlace() {
    MemoryObjects before = new MemoryObjects(new CountingMetrics());
    return new Witness(before, spills).ofNewTable(place, name -> name.startsWith("out-1000/"));
  }
}
