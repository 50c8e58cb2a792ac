package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restores that take more than one call: a call ends where its time does. */
class LongRestoreTest {
  private static final int PUTS = 20;

  /** What one lane may have more where it is restored in one go. */
  private static final int PUTS_OF_A_LOOK = 100;

  private static final String LANE = "bucket/1/0";

  private final Rig rig = new Rig(1, 1);
  private final Map<String, Integer> puts = new HashMap<>();
  private LogStore table;

  private Engine process(LogStore log) {
    CheckpointSettings often =
        new CheckpointSettings(Duration.ofSeconds(1), new StartFrom.Newest());
    return new Engine(rig.plan, rig.settings, rig.ports(log), often);
  }

  /** The whole state of a bucket is 90 entries old, and all are lost. */
  @BeforeEach
  void liveAndLoseTheTable() {
    Engine first = process(rig.log);
    first.coordinator().run();
    rig.live(first, 190);
    rig.positionsFromStart();
    rig.acknowledged = 0; // everything is delivered once more
    table =
        new ForwardingLog(new MemoryLog(rig.clock, rig.metrics)) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            puts.merge("", 1, Integer::sum);
            puts.merge(lane + "/" + number, 1, Integer::sum);
            return super.append(lane, number, entry, expiry);
          }
        };
  }

  private void restoreForAWhile() {
    int before = puts.getOrDefault("", 0);
    process(table).coordinator().run(() -> puts.getOrDefault("", 0) - before < PUTS);
    assertThat(puts.get("") - before).isBetween(1, PUTS + PUTS_OF_A_LOOK);
  }

  private void goOn() {
    Engine process = process(table);
    rig.live(process, 10);
    rig.finish(process);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void nextCallGoesOnBelowWhatWasPut() {
    int calls = 0;
    while (table.head(Lanes.CONTROL).isEmpty() && calls < 30) {
      restoreForAWhile();
      calls++;
    }
    assertThat(table.head(Lanes.CONTROL)).isPresent();
    assertThat(calls).isGreaterThan(3);
    puts.remove("");
    assertThat(puts.values()).containsOnly(1);
    goOn();
  }

  /** Some of it may have expired, and be gone before its end is. */
  @Test
  void laneThatWasBegunLongAgoIsPutFromItsEndAgain() {
    while (table.head(LANE).isEmpty()) {
      restoreForAWhile();
    }
    String end = LANE + "/" + table.head(LANE).orElseThrow().number();
    assertThat(puts).containsEntry(end, 1);
    rig.clock.advance(rig.settings.knowledgeLifetime());
    restoreForAWhile();
    assertThat(puts.get(end)).isEqualTo(2);
    goOn();
  }
}
