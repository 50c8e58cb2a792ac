package dev.sluice.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ForwardingLog;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.FileStore.FileVersion;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of files that were taken in is read, and how. */
class FileSourceTest {
  private final Folder folder = new Folder();

  @Test
  void filesAreReadInTheOrderInWhichTheyWereTakenIn() {
    folder.put("b", "1");
    folder.clock.advance(Duration.ofMillis(1));
    folder.put("a", "2");
    folder.readAll(folder.process());
    folder.put("c", "3");
    folder.put("_hidden", "4");
    folder.readAll(folder.process());
    assertThat(folder.read).containsExactly("1", "2", "3");
  }

  @Test
  void stampIsTheTimeAtWhichTheFileWasFoundForEveryReader() {
    folder.put("a", "1");
    folder.clock.advance(Duration.ofSeconds(5));
    long found = folder.clock.nowMillis();
    assertThat(folder.process().probe("in", "intake", Position.START).empty()).isFalse();
    folder.clock.advance(Duration.ofSeconds(5));
    Pulled.Some some =
        (Pulled.Some)
            folder.process().pull("in", "intake", Position.START, Folder.ALL).orElseThrow();
    assertThat(some.records()).extracting(PulledRecord::stampMillis).containsExactly(found);
  }

  @Test
  void idleUntilTheBeginningOfAListingThatShowsNothingNew() {
    folder.put("a", "1");
    FileSource source = folder.process();
    assertThat(folder.readAll(source)).isEqualTo(Pulled.idleUntil(folder.clock.nowMillis()));
    folder.clock.advance(Duration.ofSeconds(3));
    assertThat(source.probe("in", "intake", folder.at).idleUntilMillis())
        .isEqualTo(folder.clock.nowMillis());
    assertThat(source.probe("in", "intake", folder.at).millisBehindLatest()).isZero();
  }

  @Test
  void markOfAProgramThatWritesUtf8IsNotPartOfTheFirstLine() {
    folder.put("a", "\uFEFFone", "\uFEFFtwo");
    folder.readAll(folder.process());
    assertThat(folder.read).containsExactly("one", "\uFEFFtwo");
    for (int max : List.of(1, 2)) {
      folder.read.clear();
      folder.at = Position.START;
      folder.readAll(folder.process(), max);
      assertThat(folder.read).containsExactly("one", "\uFEFFtwo");
    }
  }

  @Test
  void partsOfAnySizeGiveTheSameLines() {
    folder.put("a", "one", "", "three\r", "four", "");
    folder.put("b", "five");
    folder.readAll(folder.process());
    List<String> whole = List.copyOf(folder.read);
    assertThat(whole).containsExactly("one", "", "three", "four", "five");
    for (int max : List.of(1, 2, 3)) {
      folder.read.clear();
      folder.at = Position.START;
      folder.readAll(folder.process(), max);
      assertThat(folder.read).isEqualTo(whole);
    }
  }

  @Test
  void linesAcrossThePartsOfALargeFileAreWhole() {
    StringBuilder text = new StringBuilder();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String line = i + "x".repeat(i * 9_973);
      lines.add(line);
      text.append(line).append('\n');
    }
    folder.files.put("in/large", text.toString().getBytes(StandardCharsets.UTF_8));
    folder.readAll(folder.process());
    assertThat(folder.read).isEqualTo(lines);
  }

  @Test
  void lineThatIsTooLongIsRefusedAndTheNextOneIsRead() {
    String ten = "y".repeat(10 * 1024 * 1024);
    folder.put("a", ten, ten + "z".repeat(9_000_000), "next");
    folder.put("b", ten + "12");
    folder.readAll(folder.process());
    assertThat(folder.read).hasSize(4);
    assertThat(folder.read.get(0)).isEqualTo(ten);
    assertThat(folder.read.get(1)).startsWith("SLUICE-D22").hasSizeLessThan(2_000);
    assertThat(folder.read.get(2)).isEqualTo("next");
    assertThat(folder.read.get(3)).startsWith("SLUICE-D22");
  }

  @Test
  void fileThatIsGoneBeforeItIsReadIsADeadLetterAndItsNewVersionIsRead() {
    folder.put("a", "old");
    folder.put("b", "other");
    FileSource source = folder.process();
    source.probe("in", "intake", folder.at);
    folder.put("a", "new");
    folder.files.remove("in/b");
    folder.readAll(source);
    assertThat(folder.read).hasSize(3);
    assertThat(folder.read.get(0)).startsWith("SLUICE-D20").endsWith(": in/a");
    assertThat(folder.read.get(1)).startsWith("SLUICE-D20").endsWith(": in/b");
    assertThat(folder.read.get(2)).isEqualTo("new");
  }

  @Test
  void fileThatChangesWhileItIsReadSaysFromWhereItIsMissing() {
    folder.put("a", "one", "two", "three");
    FileSource source = folder.process();
    Pulled.Some some = (Pulled.Some) source.pull("in", "intake", folder.at, 1).orElseThrow();
    folder.at = some.records().get(0).end();
    folder.put("a", "other");
    folder.readAll(source);
    assertThat(folder.read.get(0)).startsWith("SLUICE-D20").contains("(what is behind byte 4)");
    assertThat(folder.read).hasSize(2).endsWith("other");
  }

  /** Seed 404315 of the simulation: all of the file was missing, and its first line was there. */
  @Test
  void processThatFindsAFileGoneSaysNothingOfItWhereAnotherHasReadTheBeginning() {
    folder.put("a", "one", "two");
    FileSource other = folder.process();
    Position before = folder.at;
    Pulled.Some some = (Pulled.Some) other.pull("in", "intake", before, 1).orElseThrow();
    folder.at = some.records().get(0).end();
    folder.files.remove("in/a");
    Pulled.Some late =
        (Pulled.Some) folder.process().pull("in", "intake", before, Folder.ALL).orElseThrow();
    assertThat(late.records())
        .extracting(PulledRecord::position)
        .allSatisfy(each -> assertThat(each).isGreaterThan(before).isLessThanOrEqualTo(folder.at));
    folder.readAll(other);
    assertThat(folder.read).hasSize(1);
    assertThat(folder.read.get(0)).startsWith("SLUICE-D20").contains("(what is behind byte 4)");
  }

  /** Seed 1 of the simulation with files: the entry of the newest file had expired. */
  @Test
  void nextFileIsReadHoweverLongAgoTheLastOneWas() {
    folder.put("a", "1", "2");
    folder.readAll(folder.process());
    FileSource sleeper = folder.process();
    folder.readAll(sleeper);
    for (String next : List.of("b", "c")) {
      for (int i = 0; i < 20; i++) {
        folder.clock.advance(Folder.LIFETIME.dividedBy(4).plusSeconds(1));
        folder.log.vacuum();
        folder.readAll(folder.process());
      }
      folder.put(next, next + 1, next + 2);
      folder.readAll(next.equals("b") ? folder.process() : sleeper, 1);
    }
    assertThat(folder.read).containsExactly("1", "2", "b1", "b2", "c1", "c2");
  }

  /** Seed 948903 of the simulation of 54b6c0e: the entries between two files had expired. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void fileIsReadThatWaitedForLongBehindALongTimeWithoutFiles(int sevenths) {
    afterALongTimeWithoutFiles(sevenths);
    FileSource late = folder.process();
    assertThat(late.probe("in", "intake", folder.at).empty()).isFalse();
    folder.readAll(late, 1);
    assertThat(folder.read).containsExactly("1", "2", "3");
  }

  @Test
  void fileIsReadAlsoWhereTheEntryOfTheOneBeforeIsTheLastToBeRemoved() {
    LogEntry first = afterALongTimeWithoutFiles(4);
    LogStore log =
        new ForwardingLog(folder.log) {
          @Override
          public List<LogEntry> read(String lane, long from, int limit) {
            Stream<LogEntry> rest = super.read(lane, from, limit).stream();
            return lane.equals(Lanes.intake("in")) && from == 0
                ? Stream.concat(Stream.of(first), rest).limit(limit).toList()
                : rest.toList();
          }
        };
    folder.readAll(folder.process(log, folder.files), 1);
    assertThat(folder.read).containsExactly("1", "2", "3");
  }

  @Test
  void checkpointsNeedNothingOfALongTimeWithoutFilesWhereSomeWaitBehindIt() {
    afterALongTimeWithoutFiles(4);
    long needed = folder.neededFrom();
    assertThat(filesOf(needed - 1)).isEmpty();
    assertThat(filesOf(needed)).extracting(FileVersion::name).containsExactly("in/c");
    folder.readAll(folder.process(), 1);
    assertThat(folder.neededFrom()).isGreaterThan(needed);
  }

  private List<FileVersion> filesOf(long entry) {
    LogEntry there = folder.log.read(Lanes.intake("in"), entry, 1).get(0);
    assertThat(there.number()).isEqualTo(entry);
    return IntakeEntry.decode(there.bytes()).files();
  }

  /**
   * A file waits that others have taken in; the entries behind two that were read together have
   * expired.
   *
   * @param sevenths so long it waits, in sevenths of the lifetime of entries
   * @return the entry of these two
   */
  private LogEntry afterALongTimeWithoutFiles(int sevenths) {
    String lane = Lanes.intake("in");
    folder.put("a", "1");
    folder.put("b", "2");
    folder.readAll(folder.process());
    LogEntry first = folder.log.read(lane, 0, 1).get(0);
    for (int i = 0; i < 10; i++) {
      folder.clock.advance(Folder.LIFETIME.dividedBy(4));
      folder.readAll(folder.process());
      folder.log.vacuum();
    }
    assertThat(folder.log.read(lane, 0, 1).get(0).number()).isGreaterThan(1);
    folder.clock.advance(Folder.LIFETIME.dividedBy(4));
    folder.put("c", "3");
    for (int i = 0; i < sevenths; i++) { // they list as who has read all of it
      folder.process().probe("in", "intake", Position.of("999999"));
      folder.clock.advance(Folder.LIFETIME.dividedBy(7));
      folder.log.vacuum();
    }
    return first;
  }

  @Test
  void backlogThatExpiredIsALoudError() {
    folder.put("a", "1");
    folder.process().probe("in", "intake", folder.at);
    for (int i = 0; i < 5; i++) {
      folder.clock.advance(Folder.LIFETIME.dividedBy(3));
      folder.put("b" + i, "2");
      Position behind = Position.of(String.valueOf(i * 10_000 + 1));
      folder.process().probe("in", "intake", behind);
      folder.log.vacuum();
    }
    assertThatThrownBy(() -> folder.readAll(folder.process()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E04");
    assertThat(folder.neededFrom()).isZero(); // no checkpoint can have it
  }
}
