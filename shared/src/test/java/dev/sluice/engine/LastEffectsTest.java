package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.ports.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Effects of the last batch, where nobody tells the coordinator that a bucket's function failed.
 */
class LastEffectsTest {
  private final List<String> rows = new ArrayList<>();
  private int failures = 1;

  private final Rig rig =
      new Rig(
          stream ->
              stream
                  .kinesis(Rig.STREAM, Decoder.utf8())
                  .foreachBatch(
                      TestCodecs.STRING,
                      (some, batch) -> {
                        if (failures > 0) {
                          failures--;
                          throw new IllegalStateException("down");
                        }
                        some.forEach(row -> rows.add(batch.batchId() + " " + row));
                      }),
          1,
          1);

  /** Calls bucket functions, of processes of their own, and learns nothing of them. */
  private Engine coordinator() {
    Caller caller =
        new Caller() {
          @Override
          public void wakeCoordinator() {}

          @Override
          public void advance(int stage, List<Integer> buckets) {
            try {
              engine(this).advance(stage, buckets);
            } catch (RuntimeException e) {
              assertThat(e).hasMessageStartingWith("SLUICE-E13");
            }
          }
        };
    return engine(caller);
  }

  private Engine engine(Caller caller) {
    EngineSettings with = rig.settings;
    EngineSettings apart =
        new EngineSettings(with.interval(), 1, with.skewAllowance(), with.entryLifetime(), 0);
    return new Engine(rig.plan, apart, rig.ports(rig.log).with(caller));
  }

  @Test
  void lastBatchIsHandedOverThoughItsFunctionFailedWhileTheInputEnded() {
    coordinator().coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(rig.process());
    rig.clock.advance(Duration.ofSeconds(1));
    rig.finish(coordinator());
    assertThat(failures).isZero();
    assertThat(rows).hasSize(1);
  }

  @Test
  void inputIsNotOverBeforeTheLastBatchIsHandedOver() {
    failures = Integer.MAX_VALUE;
    coordinator().coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(rig.process());
    for (int i = 0; i < 5; i++) {
      assertThat(coordinator().coordinator().finish()).isFalse();
    }
    failures = 0;
    assertThat(coordinator().coordinator().finish()).isTrue();
    assertThat(rows).hasSize(1);
    assertThat(coordinator().coordinator().finish()).isTrue();
    assertThat(rows).as("nothing is left to be made").hasSize(1);
  }
}
