package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Caller;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invocations of bucket functions cost money: an app without work makes none. */
class IdleCallsTest {
  private final Rig rig = new Rig(2, 2);
  private int calls;

  private final EngineSettings settings =
      new EngineSettings(Duration.ofSeconds(1), 2, Duration.ofMillis(50), Rig.LIFETIME, 0);

  private Ports ports() {
    Ports ports = rig.ports(rig.log);
    return new Ports(
        ports.log(),
        ports.outputs(),
        ports.spills(),
        ports.source(),
        ports.clock(),
        ports.ids(),
        new Caller() {
          @Override
          public void wakeCoordinator() {}

          @Override
          public void advance(int stage, List<Integer> buckets) {
            calls++;
            bucketFunction.advance(stage, buckets);
          }
        },
        ports.metrics(),
        ports.console());
  }

  private final Engine bucketFunction = new Engine(rig.plan, settings, rig.ports(rig.log));

  @Test
  void bucketFunctionsAreCalledForBordersAndForUpkeepOnly() {
    Engine process = new Engine(rig.plan, settings, ports());
    process.coordinator().run();
    rig.put("a", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(3));
    process.coordinator().run();
    assertThat(calls).isPositive();

    calls = 0;
    for (int minute = 0; minute < 5; minute++) {
      rig.clock.advance(Duration.ofMinutes(1));
      process.coordinator().run();
    }
    assertThat(calls).isZero();

    rig.clock.advance(Rig.LIFETIME.dividedBy(6));
    process.coordinator().run();
    assertThat(calls).isPositive();

    calls = 0;
    rig.put("a", 2);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(3));
    process.coordinator().run();
    assertThat(calls).isPositive();
  }
}
