package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.memory.MemoryStream;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceModulesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SLUICE_APP", "a", "SLUICE_KAFKA_USER", "u", "PATH", "/bin");

  private final List<Map<String, String>> opened = new ArrayList<>();
  private final Source topics = new MemoryStream("orders", 1);
  private final SourceModules modules = new SourceModules(List.of(new Topics()));

  private final class Topics implements SourceModule {
    @Override
    public SourceKind kind() {
      return SourceKind.KAFKA;
    }

    @Override
    public String prefix() {
      return "SLUICE_KAFKA_";
    }

    @Override
    public Source open(Map<String, String> variables, Clock clock) {
      opened.add(variables);
      return topics;
    }
  }

  private static Plan plan(StreamApp app) {
    return Plan.of(app, Map.of());
  }

  @Test
  void moduleIsOpenedWithItsOwnVariablesWhereTheAppReadsItsKind() {
    Plan plan = plan(stream -> stream.kafka("orders", Decoder.utf8()).print());
    assertThat(modules.open(plan, ENVIRONMENT, () -> 0))
        .isEqualTo(Map.of(SourceKind.KAFKA, topics));
    assertThat(opened).containsExactly(Map.of("SLUICE_KAFKA_USER", "u"));
  }

  @Test
  void moduleOfAnotherKindIsNotOpened() {
    Plan plan = plan(stream -> stream.kinesis("orders", Decoder.utf8()).print());
    assertThat(modules.open(plan, ENVIRONMENT, () -> 0)).isEmpty();
    assertThat(opened).isEmpty();
  }

  @Test
  void variablesOfModulesInTheJarAreNoFaultsAndOthersStayOnes() {
    assertThat(modules.common(ENVIRONMENT)).containsOnlyKeys("SLUICE_APP", "PATH");
    assertThat(SourceModules.inJar().all()).isEmpty();
    assertThat(SourceModules.inJar().common(ENVIRONMENT)).containsKey("SLUICE_KAFKA_USER");
  }
}
