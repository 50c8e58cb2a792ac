package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

  /** A pipe that nobody reads any more. */
  private static final class Closed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  @CommandLine.Command
  private record Answer(Callable<Integer> work) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }

  private int execute(PrintStream out, Callable<Integer> work) {
    return Main.execute(new CommandLine(new Answer(work)), out, err);
  }

  @Test
  void answerThatWasNotTakenIsNoSuccess() {
    PrintStream out = new PrintStream(new Closed(), false, StandardCharsets.UTF_8);
    int code =
        execute(
            out,
            () -> {
              out.println("the answer");
              return 0;
            });
    assertThat(code).isEqualTo(Main.FAILED);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("standard output takes no more");
  }

  @Test
  void codeOfACommandWhoseAnswerWasTakenIsTheExitCode() {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    assertThat(execute(out, () -> Main.NOTHING_TO_DO)).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(said.size()).isZero();
  }

  @Test
  void whoRunsOutOfMemoryIsToldHowToGiveMore() {
    int code =
        execute(
            System.out,
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertThat(code).isEqualTo(Main.FAILED);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("SLUICE_MEMORY=2g");
  }
}
