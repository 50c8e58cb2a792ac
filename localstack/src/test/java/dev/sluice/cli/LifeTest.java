package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeTest {
  private static final long LONGEST_MILLIS = 60_000;

  @TempDir Path scratch;

  /** Ends with a code of its own. */
  static final class Ending {
    private Ending() {}

    public static void main(String[] arguments) {
      System.err.println("over");
      System.exit(Integer.parseInt(arguments[0]));
    }
  }

  /** Lives until it is killed. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread.sleep(LONGEST_MILLIS);
    }
  }

  private Life ended(int code) throws Exception {
    Life life = Life.start(scratch, Ending.class, List.of(String.valueOf(code)));
    assertThat(life.await(LONGEST_MILLIS).code()).isEqualTo(code);
    return life;
  }

  @Test
  void processThatFailedByItselfIsNotTakenForOneThatHadFinished() throws Exception {
    try (Life life = ended(Main.FAILED)) {
      assertThatThrownBy(life::kill).hasMessage("it ended by itself with 1:\nover\n");
    }
  }

  @Test
  void processThatHadFinishedWasNotKilled() throws Exception {
    for (int code : List.of(0, Main.NOTHING_TO_DO)) {
      try (Life life = ended(code)) {
        assertThat(life.kill()).isFalse();
      }
    }
  }

  @Test
  void processThatLivesIsKilled() throws Exception {
    try (Life life = Life.start(scratch, Waiting.class, List.of())) {
      assertThat(life.kill()).isTrue();
    }
  }
}
