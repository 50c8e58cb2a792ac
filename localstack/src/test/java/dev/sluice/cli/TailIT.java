package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.results.ResultBucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TailIT {
  @RegisterExtension static final ResultBucket BUCKET = new ResultBucket();

  @Test
  void appThatHasNotPublishedYetIsNotMistakenForOneThatFailed() {
    BUCKET.put("pages-60000.csv/part-00000", "a,1\n");
    Command tail = Command.run("tail", BUCKET.name(), "--once", "--endpoint", BUCKET.endpoint());
    assertThat(tail.code()).isZero();
    assertThat(tail.out()).isEmpty();
    assertThat(tail.err()).contains("nothing is published yet");
  }

  @Test
  void whatIsCompleteIsShown() {
    BUCKET.put("pages-60000.csv/part-00000", "a,1\n");
    BUCKET.put("pages-60000.csv/_SUCCESS", "");
    BUCKET.put("totals-60000.csv/_SUCCESS", "");
    Object[] pages = {
      "tail", BUCKET.name(), "--once", "--endpoint", BUCKET.endpoint(), "--sink", "pages"
    };
    Command tail = Command.run(pages);
    assertThat(tail.code()).isZero();
    assertThat(tail.out().lines()).containsExactly("== pages-60000.csv", "a,1");
    assertThat(tail.err()).isEmpty();
  }

  @Test
  void sinkThatHasAFolderForEachSourceIsShownByItsName() {
    BUCKET.put("dead-letter/clicks-60000.csv/part-00000", "x\n");
    BUCKET.put("dead-letter/clicks-60000.csv/_SUCCESS", "");
    BUCKET.put("dead-letters-60000.csv/_SUCCESS", "");
    Command tail =
        Command.run(
            "tail",
            BUCKET.name(),
            "--once",
            "--endpoint",
            BUCKET.endpoint(),
            "--sink",
            "dead-letter");
    assertThat(tail.out().lines()).containsExactly("== dead-letter/clicks-60000.csv", "x");
  }

  @Test
  void appThatIsNotThereIsNamed() {
    Command tail = Command.run("tail", "no-such-app", "--once", "--endpoint", BUCKET.endpoint());
    assertThat(tail.code()).isEqualTo(Main.FAILED);
    assertThat(tail.err()).contains("there is no app 'no-such-app' at http://");
  }
}
