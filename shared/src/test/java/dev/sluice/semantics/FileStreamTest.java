package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileStreamTest {
  private static final StreamApp COPY =
      stream -> stream.textFileStream("incoming").saveAsTextFiles("out");

  private StreamHarness run;

  @BeforeEach
  void start() {
    run = StreamHarness.of(COPY).start();
    run.advanceTo(at(0));
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  @Test
  void linesOfAFileAreInTheBatchInWhichItIsFound() {
    run.advanceTo(at(300));
    run.file("incoming/a.txt", "one", "two");
    run.advanceTo(at(1200));
    run.file("incoming/b.txt", "three");
    run.advanceTo(at(2000));

    assertThat(run.lines("out-1000")).containsExactly("one", "two");
    assertThat(run.lines("out-2000")).containsExactly("three");
  }

  @Test
  void eachFileIsTakenOnceHoweverOftenItIsListed() {
    run.file("incoming/a.txt", "one");
    for (int second = 1; second < 30; second++) {
      run.advanceTo(at(1000 * second));
      run.restart();
    }
    run.finish();
    assertThat(run.directories()).containsExactly("out-1000");
    assertThat(run.lines("out-1000")).containsExactly("one");
  }

  @Test
  void silenceHoldsNothingBack() {
    run.file("incoming/a.txt", "one");
    run.advanceTo(at(999));
    assertThat(run.directories()).isEmpty();
    run.advanceTo(at(1000));
    assertThat(run.directories()).containsExactly("out-1000");
  }

  @Test
  void filesInDirectoriesBelowCountAndThoseBesideDoNot() {
    run.file("incoming/2026/01/a.txt", "below");
    run.file("incoming-too/a.txt", "beside");
    run.file("incoming/_temporary/0/part-00000", "unfinished");
    run.file("incoming/.a.txt.swp", "hidden");
    run.file("incoming/empty.txt", "");
    run.finish();
    assertThat(run.lines("out-1000")).containsExactly("below");
    assertThat(run.directories()).containsExactly("out-1000");
  }

  @Test
  void windowsLineEndsAndLastLinesWithoutOneAreLines() {
    run.file("incoming/a.txt", "one\r", "", "three");
    run.file("incoming/b.txt", "four", "");
    run.finish();
    assertThat(run.lines("out-1000")).containsExactly("one", "", "three", "four");
  }

  @Test
  void fileThatIsWrittenAnewIsReadAnew() {
    run.file("incoming/a.txt", "one");
    run.advanceTo(at(1500));
    run.file("incoming/a.txt", "one", "two");
    run.finish();
    assertThat(run.lines("out-1000")).containsExactly("one");
    assertThat(run.lines("out-2000")).containsExactly("one", "two");
  }

  @Test
  void fileOfManyRecordsIsReadInPartsAndInOrder() {
    String[] lines = new String[25_000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "line " + i;
    }
    run.file("incoming/a.txt", lines);
    run.file("incoming/b.txt", "last");
    run.finish();
    assertThat(run.lines("out-1000")).startsWith(lines).endsWith("last").hasSize(25_001);
  }

  @Test
  void linesThatHoldNoRecordAreDeadLettersWithTheirPlace() {
    record Point(int x, int y) {}
    StreamApp app =
        stream ->
            stream
                .textFileStream("in/", Decoder.json(Point.class))
                .map(point -> point.x() + point.y())
                .saveAsTextFiles("sums");
    run = StreamHarness.of(app).start();
    run.file("in/a.json", "{\"x\":1,\"y\":2}", "oops", "{\"x\":3,\"y\":4}");
    run.finish();
    assertThat(run.lines("sums-1000")).containsExactly("3", "7");
    assertThat(run.lines("dead-letter/files/in-1000.csv"))
        .hasSize(1)
        .allMatch(row -> row.startsWith("files:in/intake,1.19,") && row.contains(",utf8,oops,"));
  }

  @Test
  void compressedFileIsADeadLetter() {
    run.file("incoming/a.txt.gz", "not really");
    run.finish();
    assertThat(run.lines("dead-letter/files/incoming-1000.csv"))
        .hasSize(1)
        .allMatch(row -> row.contains("SLUICE-D21") && row.contains("incoming/a.txt.gz"));
  }

  @Test
  void filesAndStreamsAreReadTogether() {
    StreamApp both =
        stream ->
            stream
                .textFileStream("incoming")
                .union(stream.kinesis("lines", Decoder.utf8()))
                .saveAsTextFiles("out");
    run = StreamHarness.of(both).start();
    run.send(at(100), "from the stream");
    run.file("incoming/a.txt", "from a file");
    run.finish();
    assertThat(run.lines("out-1000")).containsExactlyInAnyOrder("from the stream", "from a file");
  }

  @Test
  void daysWithoutFilesForgetNothing() {
    run.file("incoming/a.txt", "one");
    run.advance(Duration.ofDays(60));
    run.file("incoming/b.txt", "two");
    run.restart();
    run.advance(Duration.ofDays(3));
    run.finish();
    List<String> all =
        run.parts().values().stream().flatMap(List::stream).flatMap(List::stream).toList();
    assertThat(all).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void prefixThatIsNoPathIsRefused() {
    for (String prefix : List.of("", "/incoming", "a//b", "in coming", "a:b")) {
      StreamApp app = stream -> stream.textFileStream(prefix).saveAsTextFiles("out");
      assertThatThrownBy(() -> Plan.of(app, Map.of())).hasMessageContaining("SLUICE-P15");
    }
  }
}
