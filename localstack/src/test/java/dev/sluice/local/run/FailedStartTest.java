package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.ArrivalStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.services.LocalServices;
import dev.sluice.plan.Plan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that does not come to be. */
class FailedStartTest {
  @TempDir Path state;

  /** What fails once the endpoint is open. */
  private record Failing(boolean[] asked) implements ArrivalStamps {
    @Override
    public void resume(long givenCount, long newestMillis) {
      asked[0] = !threads().isEmpty();
      throw new OutOfMemoryError("unable to create native thread");
    }

    @Override
    public long nextMillis() {
      return 0;
    }

    @Override
    public long nowMillis() {
      return 0;
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sluice-local"))
        .toList();
  }

  private LocalSettings settings(ArrivalStamps stamps) {
    return new LocalSettings(
        "app",
        Plan.of(stream -> stream.kinesis("lines", Decoder.utf8()).saveAsTextFiles("all"), Map.of()),
        new EngineSettings(
            Duration.ofSeconds(1), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1),
        1,
        stamps,
        Optional.of(state),
        0,
        Disturbance.NONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.of(URI.create("http://localhost:1")),
        Optional.empty(),
        LocalSettings.CHECKPOINT_EVERY);
  }

  @Test
  void errorLeavesNoLockNoPortAndNoThread() {
    boolean[] wasOpen = new boolean[1];
    List<String> problems = new ArrayList<>();
    LocalSettings settings = settings(new Failing(wasOpen));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> LocalRun.start(settings, problems::add, line -> {}))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(wasOpen[0]).as("the endpoint was open").isTrue();
      assertThat(LocalServices.isInUse(state)).isFalse();
      assertThat(threads()).isEmpty();
    }
    assertThat(problems).isEmpty();
  }
}
