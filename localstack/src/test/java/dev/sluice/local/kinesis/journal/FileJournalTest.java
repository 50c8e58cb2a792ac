package dev.sluice.local.kinesis.journal;

import static dev.sluice.local.kinesis.StreamFixture.START;
import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.codec.CodecException;
import dev.sluice.local.kinesis.Change;
import dev.sluice.local.kinesis.Cursor;
import dev.sluice.local.kinesis.Journal;
import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.SettableClock;
import dev.sluice.local.kinesis.StreamFixture;
import dev.sluice.local.kinesis.StreamsState;
import dev.sluice.local.kinesis.WallStamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  private static final long FILE_BYTES = 300;
  private static final int PUTS = 24;
  private static final int HERE_AND_THERE_BYTES = 37;

  @TempDir Path scratch;

  private final SettableClock clock = new SettableClock(START);
  private final List<String> warnings = new ArrayList<>();

  @Test
  void killedWhileItWritesItKeepsWhatWasAcknowledgedNowAndWhenOldFilesHaveExpired()
      throws IOException {
    List<Long> ends = new ArrayList<>();
    Path whole = scratch.resolve("whole");
    try (KinesisStreams streams = open(whole)) {
      streams.createStream(STREAM, 1);
      for (int i = 0; i < PUTS; i++) {
        put(streams, i);
        ends.add(bytes(whole));
      }
    }
    List<Path> files = files(whole);
    assertThat(files).hasSizeGreaterThan(2);

    for (long kept : cuts(files, ends)) {
      for (boolean begun : new boolean[] {false, true}) {
        clock.set(START);
        Path killed = copy(files, kept, begun, scratch.resolve("at-" + kept + "-" + begun));
        long upTo = kept;
        long acknowledged = ends.stream().filter(end -> end <= upTo).count();
        try (KinesisStreams streams = open(killed)) {
          assertThat(streams.producerCursor("p")).as("cut at %d", kept).isEqualTo(acknowledged);
          assertThat(read(streams)).as("cut at %d", kept).hasSize((int) acknowledged);
          clock.advance(Duration.ofHours(25).toMillis());
          for (int i = (int) acknowledged; i < acknowledged + PUTS; i++) {
            put(streams, i);
          }
        }
        try (KinesisStreams streams = open(killed)) {
          assertThat(streams.producerCursor("p")).isEqualTo(acknowledged + PUTS);
          assertThat(read(streams)).as("cut at %d", kept).hasSize(PUTS);
        }
      }
    }
  }

  @Test
  void fullDiskWhereAFileWouldBeginRefusesAndLosesNothing() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full here, so no disk is full");
    Path journal = scratch.resolve("journal");
    int acknowledged = 0;
    try (KinesisStreams streams = open(journal)) {
      streams.createStream(STREAM, 1);
      Files.createSymbolicLink(journal.resolve("changes-000000000001"), full);
      int refused = 0;
      while (acknowledged < PUTS) {
        try {
          put(streams, acknowledged);
          acknowledged++;
        } catch (KinesisException e) {
          assertThat(e).hasMessageContaining("cannot be kept");
          refused++;
        }
      }
      assertThat(refused).as("one file was to begin on a full disk").isEqualTo(1);
    }
    clock.advance(Duration.ofHours(25).toMillis());
    try (KinesisStreams streams = open(journal)) {
      assertThat(streams.producerCursor("p")).isEqualTo(PUTS);
      for (int i = PUTS; i < 2 * PUTS; i++) {
        put(streams, i);
      }
    }
    assertThat(journal.resolve("changes-000000000000")).doesNotExist();
    try (KinesisStreams streams = open(journal)) {
      assertThat(read(streams)).hasSize(PUTS);
    }
  }

  @Test
  void filesGoOnceTheirRecordsAreForgottenHoweverLongTheyCouldBeKept() throws IOException {
    Path journal = scratch.resolve("journal");
    try (KinesisStreams streams = open(journal)) {
      streams.createStream(STREAM, 1);
      streams.keepAll(STREAM);
      for (int i = 0; i < PUTS; i++) {
        put(streams, i);
      }
      clock.advance(Duration.ofHours(25).toMillis());
      put(streams, PUTS);
      streams.forgetBefore(STREAM, clock.nowMillis());
      for (int i = PUTS + 1; i < 2 * PUTS; i++) {
        put(streams, i);
      }
      assertThat(journal.resolve("changes-000000000000")).doesNotExist();
      assertThat(read(streams)).hasSize(PUTS);
    }
    try (KinesisStreams streams = open(journal)) {
      assertThat(read(streams)).hasSize(PUTS).first().isEqualTo("line " + PUTS);
    }
  }

  @Test
  void changeThatAnErrorCutsOffLeavesStreamsThatTakeNoOther() {
    Journal tooLittleMemory =
        new Journal() {
          private int changes;

          @Override
          public void replay(Consumer<Change> consumer) {}

          @Override
          public void append(Change change, StreamsState state) {
            if (++changes == 2) {
              throw new OutOfMemoryError("of a test");
            }
          }

          @Override
          public void close() {}
        };
    try (KinesisStreams streams =
        new KinesisStreams(
            new WallStamps(clock), clock, KinesisSettings.defaults(), tooLittleMemory)) {
      streams.createStream(STREAM, 1);
      assertThatThrownBy(() -> put(streams, 0)).isInstanceOf(OutOfMemoryError.class);
      assertThatThrownBy(() -> put(streams, 0))
          .isInstanceOf(KinesisException.class)
          .hasMessageContaining("start anew");
    }
  }

  @Test
  void whatWasTornIsDroppedWithAWarning() throws IOException {
    Path journal = twoRecords();
    Path file = files(journal).get(0);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 1));

    try (KinesisStreams streams = open(journal)) {
      assertThat(read(streams)).containsExactly("line 0");
    }
    assertThat(warnings).singleElement().asString().contains(file.toString(), "are dropped");
  }

  @Test
  void damageBehindWhichThereAreOtherFilesIsRefused() throws IOException {
    Path journal = twoRecords();
    Path file = files(journal).get(0);
    byte[] all = Files.readAllBytes(file);
    Files.copy(file, journal.resolve("changes-000000000001"));
    Files.write(file, Arrays.copyOf(all, all.length - 1));

    assertThatThrownBy(() -> open(journal))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(file + " is damaged at byte");
  }

  /** Behind each put and each file and beside that, and here and there. */
  private static SortedSet<Long> cuts(List<Path> files, List<Long> ends) throws IOException {
    SortedSet<Long> cuts = new TreeSet<>(ends);
    long border = 0;
    for (Path file : files) {
      border += Files.size(file);
      cuts.addAll(List.of(border, border + 1, border - 1, border + 9));
    }
    for (long cut = ends.get(0); cut < border; cut += HERE_AND_THERE_BYTES) {
      cuts.add(cut);
    }
    return cuts.subSet(ends.get(0), border + 1);
  }

  private Path twoRecords() {
    Path journal = scratch.resolve("journal");
    try (KinesisStreams streams = open(journal)) {
      streams.createStream(STREAM, 1);
      put(streams, 0);
      put(streams, 1);
    }
    return journal;
  }

  private KinesisStreams open(Path directory) {
    return new KinesisStreams(
        new WallStamps(clock),
        clock,
        KinesisSettings.defaults(),
        new FileJournal(directory, FILE_BYTES, warnings::add));
  }

  private static void put(KinesisStreams streams, int number) {
    streams.put(
        STREAM,
        List.of(StreamFixture.entry("line " + number)),
        Optional.of(new Cursor("p", number + 1)));
  }

  private static List<String> read(KinesisStreams streams) {
    return StreamFixture.dump(streams, STREAM).stream()
        .filter(line -> line.startsWith("  "))
        .map(line -> line.substring(line.lastIndexOf("line ")))
        .toList();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.sorted().toList();
    }
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : files(directory)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /** So many bytes of them in their order, and the file that comes next if it was begun. */
  private static Path copy(List<Path> files, long bytes, boolean begun, Path to)
      throws IOException {
    Files.createDirectories(to);
    long left = bytes;
    for (Path file : files) {
      if (left > 0 || left == 0 && begun) {
        byte[] all = Files.readAllBytes(file);
        int kept = (int) Math.min(all.length, left);
        Files.write(to.resolve(file.getFileName()), Arrays.copyOf(all, kept));
        left = kept < all.length || left == 0 ? -1 : left - kept;
      }
    }
    return to;
  }
}
