package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunServicesTest {
  @Test
  void streamsOfAnAppHaveAsManyShardsAsItSays() {
    Plan plan =
        Plan.of(
            stream ->
                stream
                    .kinesis("a", Decoder.utf8())
                    .union(stream.kinesis("b", Decoder.utf8()))
                    .print(),
            Map.of());
    for (int shards : new int[] {1, 1_000}) {
      LocalSettings settings =
          new LocalSettings(
              "app",
              plan,
              new EngineSettings(
                  Duration.ofSeconds(1),
                  1,
                  Duration.ZERO,
                  EngineSettings.DEFAULT_ENTRY_LIFETIME,
                  1),
              shards,
              new WallStamps(System::currentTimeMillis),
              Optional.empty(),
              0,
              Disturbance.NONE,
              Optional.empty());
      assertThat(RunServices.kinesis(settings).maxOpenShards()).isGreaterThan(2 * shards);
    }
  }
}
