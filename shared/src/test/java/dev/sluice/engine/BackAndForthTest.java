package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that goes back to an old version, and forth again, while some process stands still. */
class BackAndForthTest {
  private static final Plan FORTH = with("lines");

  private static final Plan BACK =
      Plan.of(
          stream -> {
            new Rig.Sums().define(stream);
            stream.retired("lines");
          },
          Map.of());

  private final Rig rig = new Rig(2, 2);

  private static Plan with(String... sinks) {
    return Plan.of(
        stream -> {
          new Rig.Sums().define(stream);
          for (String sink : sinks) {
            stream.kinesis(Rig.STREAM, Decoder.utf8()).saveAsTextFiles(sink);
          }
        },
        Map.of());
  }

  private Engine process(Plan plan) {
    return new Engine(plan, rig.settings, rig.ports(rig.log));
  }

  @BeforeEach
  void change() {
    rig.process().coordinator().run();
    forTwoMinutes(FORTH);
  }

  private void forTwoMinutes(Plan plan) {
    Engine process = process(plan);
    for (int minutes = 0; minutes < 2; minutes++) {
      process.coordinator().run();
      rig.clock.advance(Duration.ofMinutes(1));
    }
  }

  private void goBackAndForth() {
    forTwoMinutes(BACK);
    forTwoMinutes(FORTH);
  }

  private boolean isInForce(Plan plan) {
    return rig.head(rig.log).graph().equals(plan.digest());
  }

  /** A process that a mapping calls before a coordinator has put its version. */
  private Engine refused(Plan plan) {
    Engine process = process(plan);
    rig.put("k", 1);
    rig.deliverAll(process);
    assertThat(rig.refusal).contains("SLUICE-E28");
    return process;
  }

  private void assertDoesNothing(Engine old) {
    for (int calls = 0; calls < 3; calls++) {
      assertThatThrownBy(old.coordinator()::run).hasMessageContaining("SLUICE-E28");
      rig.clock.advance(Duration.ofMinutes(2));
    }
    assertThat(isInForce(FORTH)).isTrue();
    rig.finish(process(FORTH));
  }

  /** Seed 303859: it put its version again, and the processes of the newest one did nothing. */
  @Test
  void coordinatorThatStandsStillBeforeItChangesTheAppDoesNotBringItsVersionBack() {
    LogStore slow =
        ForwardingLog.standingStill(
            rig.log,
            Lanes.CONTROL,
            () -> {
              rig.clock.advance(Duration.ofSeconds(1)); // others put another entry
              goBackAndForth();
            });
    assertDoesNothing(new Engine(BACK, rig.settings, rig.ports(slow)));
  }

  @Test
  void processThatWasRefusedBeforeDoesNotBringItsVersionBack() {
    Engine old = refused(BACK);
    goBackAndForth();
    assertDoesNothing(old);
  }

  @Test
  void processOfAVersionThatWasNotAmongThoseTakesOver() {
    Plan newest = with("lines", "more");
    Engine process = refused(newest);
    goBackAndForth();
    process.coordinator().run();
    assertThat(isInForce(newest)).isTrue();
  }

  @Test
  void newProcessOfTheOldVersionTakesOver() {
    goBackAndForth();
    process(BACK).coordinator().run();
    assertThat(isInForce(BACK)).isTrue();
  }
}
