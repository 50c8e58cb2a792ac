package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.local.run.LocalRun;
import dev.sluice.plan.Plan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a run that serves says about itself. */
class AnnouncementIT {
  private static final StreamApp TWO =
      stream ->
          stream
              .kinesis("impressions", Decoder.utf8())
              .union(stream.kinesis("clicks", Decoder.utf8()))
              .saveAsTextFiles("all");

  @TempDir Path scratch;

  @Test
  void itTellsHowToSendToEachStreamOfTheApp() {
    StringWriter out = new StringWriter();
    RunOptions options =
        CommandLine.populateCommand(
            new RunOptions(), "--out", scratch.resolve("out").toString(), "--port", "0");
    Plan plan = Plan.of(TWO, Map.of());
    PrintWriter writer = new PrintWriter(out);
    LocalJob job = new LocalJob("two", plan, "clicks", options, Optional.empty(), writer, writer);
    try (LocalRun run = job.start(Optional.empty())) {
      job.announce(run);
      assertThat(out.toString())
          .contains("./sluice send impressions --endpoint " + run.endpoint())
          .contains("./sluice send clicks --endpoint " + run.endpoint());
    } finally {
      job.over();
    }
  }
}
