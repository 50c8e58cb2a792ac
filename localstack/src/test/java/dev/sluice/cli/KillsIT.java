package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few kills at moments that a seed chooses; {@code ./sluice bench kills} has many. */
@Timeout(600)
class KillsIT {
  private static final int KILLS = Integer.getInteger("sluice.kills", 2);
  private static final long SEED = Long.getLong("sluice.kills.seed", System.nanoTime());

  private static final int APART = Integer.getInteger("sluice.kills.apart", 1);

  @TempDir Path scratch;

  @Test
  void killedWhileSomebodySendsGivesTheBytesTheCountersAndTheStreamOfARunThatWasLeftAlone()
      throws Exception {
    System.out.println("-Dsluice.kills=" + KILLS + " -Dsluice.kills.seed=" + SEED);
    KillsOutcome outcome = Kills.run(scratch, KILLS, SEED, System.out::println);
    System.out.println(outcome);

    assertSame(outcome, KILLS);
  }

  @Test
  void storesThatAreKilledWhileTheAppLivesOnLoseNothing() throws Exception {
    System.out.println("-Dsluice.kills.apart=" + APART + " -Dsluice.kills.seed=" + SEED);
    KillsOutcome outcome = Kills.runApart(scratch, APART, SEED, System.out::println);
    System.out.println(outcome);

    assertSame(outcome, APART);
    assertThat(outcome.figures().ofStores()).isPositive();
  }

  private static void assertSame(KillsOutcome outcome, int kills) {
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.said())
        .noneMatch(line -> line.contains("unexpected") || line.contains("Exception in thread"));
    assertThat(outcome.figures().kills()).isGreaterThan(kills);
    assertThat(outcome.files()).isPositive();
    assertThat(outcome.report())
        .anyMatch(
            line -> line.matches("records +" + String.format(Locale.ROOT, "%,d", outcome.lines())))
        .anyMatch(line -> line.matches("dead letters .* in dead-letter/"));
  }
}
