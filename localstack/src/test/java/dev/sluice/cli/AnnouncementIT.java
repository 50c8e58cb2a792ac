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
    LocalJob.Output output = new LocalJob.Output(writer, writer, (report, run) -> {});
    LocalJob job = new LocalJob("two", plan, "clicks", options, Optional.empty(), output);
    try (LocalRun run = job.start(Optional.empty())) {
      job.announce(run);
      assertThat(out.toString())
          .contains("./sluice send impressions --endpoint " + run.endpoint())
          .contains("./sluice send clicks --endpoint " + run.endpoint());
      Command sent = Command.withInput("a\nb\n", "send", "clicks", "--endpoint", run.endpoint());
      assertThat(sent.code()).isZero();
      assertThat(sent.out()).isEmpty();
      assertThat(sent.err()).isEqualTo("2 lines sent to clicks\n");
      Command told =
          Command.withInput("c\n", "send", "clicks", "--endpoint", run.endpoint(), "--json");
      assertThat(told.out()).isEqualTo("{\"stream\":\"clicks\",\"sent\":1}\n");
      assertThat(told.err()).isEmpty();
      Command nothing =
          Command.withInput("", "send", "clicks", "--endpoint", run.endpoint(), "--json");
      assertThat(nothing.code()).isEqualTo(Main.NOTHING_TO_DO);
      assertThat(nothing.out()).isEqualTo("{\"stream\":\"clicks\",\"sent\":0}\n");
    } finally {
      job.over();
    }
  }
}
