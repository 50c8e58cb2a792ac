package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.oil.Sensor;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.PutEntry;
import dev.sluice.local.kinesis.VirtualRate;
import dev.sluice.local.kinesis.journal.FileJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillsOutcomeTest {
  private static final List<String> LINES = List.of("a,1", "b,2");
  private static final String REPORT = "records 2\n1 files in ";

  @TempDir Path scratch;

  @BeforeEach
  void twoEqualRuns() throws IOException {
    for (String results : List.of("calm", "out", "state/s3/killed")) {
      Path directory = Files.createDirectories(scratch.resolve(results));
      Files.writeString(directory.resolve("part-00000"), "row\n");
    }
    send("calm-state", LINES);
    send("state", LINES);
  }

  @Test
  void ofTheLinesThatAreSentSomeAreBrokenWhateverTheSeed() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(Kills.lines(seed, 300)).as("seed %d", seed).anyMatch(line -> !parses(line));
    }
  }

  private static boolean parses(String line) {
    try {
      Sensor.parse(line);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Test
  void equalRunsHaveNoDifferences() {
    assertThat(differences(REPORT)).isEmpty();
  }

  @Test
  void anotherByteAFileTooManyAndOneTooFewAreFound() throws IOException {
    Files.writeString(scratch.resolve("out/part-00000"), "Row\n");
    Files.writeString(scratch.resolve("out/.part-00001.tmp"), "");
    Files.delete(scratch.resolve("state/s3/killed/part-00000"));
    assertThat(differences(REPORT))
        .containsExactly(
            "the directory of results has .part-00001.tmp, which there should not be",
            "the directory of results has another part-00000",
            "the bucket lacks part-00000");
  }

  @Test
  void anotherReportIsFound() {
    assertThat(differences("records 3\n1 files in "))
        .containsExactly("the report [records 3, 1 files] is not [records 2, 1 files]");
  }

  @Test
  void aRecordThatCameTwiceIsFound() {
    send("state", List.of("b,2"));
    assertThat(differences(REPORT))
        .containsExactly(
            "the records in the stream are others, or in another order",
            "3 records in the stream are not the lines that were sent");
  }

  private List<String> differences(String report) {
    Command calm = new Command(0, REPORT + "calm\n", "");
    Command last = new Command(0, report + "out\n", "");
    KillsFigures figures = new KillsFigures(1, 2, 0, 3, Map.of(), 4, 5);
    return KillsOutcome.of(scratch, scratch.resolve("state"), LINES, calm, last, figures, List.of())
        .differences();
  }

  private void send(String state, List<String> lines) {
    VirtualRate rate = new VirtualRate(1_000, 10);
    FileJournal journal =
        new FileJournal(scratch.resolve(state).resolve("kinesis"), 1 << 20, warning -> {});
    try (KinesisStreams streams =
        new KinesisStreams(rate, rate, KinesisSettings.defaults(), journal)) {
      if (streams.streams().isEmpty()) {
        streams.createStream(OilPumps.STREAM, 1);
      }
      lines.forEach(
          line ->
              streams.put(
                  OilPumps.STREAM,
                  new PutEntry(line.getBytes(StandardCharsets.UTF_8), line.substring(0, 1))));
    }
  }
}
