package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A simulation as a process that is stopped. Its first line comes behind 1,000 seeds. */
@Timeout(600)
class SimulateIT {
  private static final String SEEDS = "1000000";

  @Test
  void interruptedSimulationSaysWhatItHasDoneAndHowToGoOn(@TempDir Path dir) throws Exception {
    Path book = Files.writeString(dir.resolve("book.txt"), "to be or not\nto be\n");
    Command stopped;
    try (CommandProcess process =
        CommandProcess.start(
            dir, "simulate", "word-count", "--input", book, "--seeds", SEEDS, "--fault", "sleep")) {
      process.awaitSaid("seeds: ");
      if (process.ignoresInterrupts()) {
        String why = "skipped because this process was started with SIGINT ignored";
        System.out.println("interruptedSimulationSaysWhatItHasDoneAndHowToGoOn: " + why);
        abort(why);
      }
      stopped = process.interrupt();
    }
    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.out())
        .containsPattern("seeds +[0-9,]+\n")
        .containsPattern("violations +0\n")
        .containsPattern(
            "stopped: [0-9,]+ of 1,000,000 seeds were tried; the others: "
                + "\\./sluice simulate --input .*book.txt --fault sleep word-count"
                + " --from [0-9]+ --seeds [0-9]+");
    assertThat(stopped.err()).doesNotContain("Exception");
  }
}
