package dev.sluice.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ForwardingLog;
import dev.sluice.engine.ProtocolException;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryFiles;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.Append;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FileSourceTest {
  private static final Duration LIFETIME = Duration.ofHours(16);
  private static final int ALL = 10_000;
  private static final EngineSettings SETTINGS =
      new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, LIFETIME, 1);

  private final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  private final MemoryLog log = new MemoryLog(clock, new CountingMetrics());
  private final MemoryFiles files = new MemoryFiles(clock);
  private final MemoryObjects spills = new MemoryObjects(new CountingMetrics());
  private final List<String> read = new ArrayList<>();
  private Position at = Position.START;

  private FileSource process() {
    return process(log, files);
  }

  private FileSource process(LogStore through, FileStore store) {
    return new FileSource(store, through, spills, clock, SETTINGS);
  }

  /** The same files, listed in another way. */
  private final class Listing implements FileStore {
    private final Function<String, List<FileVersion>> list;

    Listing(Function<String, List<FileVersion>> list) {
      this.list = list;
    }

    @Override
    public List<FileVersion> list(String prefix) {
      return list.apply(prefix);
    }

    @Override
    public Optional<byte[]> read(FileVersion file, long offset, int length) {
      return files.read(file, offset, length);
    }
  }

  private void put(String name, String... lines) {
    files.put("in/" + name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads what there is, and says how it ended. */
  private Pulled readAll(FileSource source, int max) {
    while (true) {
      Pulled pulled = source.pull("in", "intake", at, max).orElseThrow();
      if (!(pulled instanceof Pulled.Some some) || some.records().isEmpty()) {
        return pulled;
      }
      for (PulledRecord each : some.records()) {
        assertThat(each.position()).isGreaterThan(at);
        at = each.end();
        read.add(
            each.refused().map(why -> why + ": ").orElse("")
                + new String(each.data(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void filesAreReadInTheOrderInWhichTheyWereTakenIn() {
    put("b", "1");
    clock.advance(Duration.ofMillis(1));
    put("a", "2");
    readAll(process(), ALL);
    put("c", "3");
    put("_hidden", "4");
    readAll(process(), ALL);
    assertThat(read).containsExactly("1", "2", "3");
  }

  @Test
  void stampIsTheTimeAtWhichTheFileWasFoundForEveryReader() {
    put("a", "1");
    clock.advance(Duration.ofSeconds(5));
    long found = clock.nowMillis();
    assertThat(process().probe("in", "intake", Position.START).empty()).isFalse();
    clock.advance(Duration.ofSeconds(5));
    Pulled.Some some =
        (Pulled.Some) process().pull("in", "intake", Position.START, ALL).orElseThrow();
    assertThat(some.records()).extracting(PulledRecord::stampMillis).containsExactly(found);
  }

  @Test
  void idleUntilTheBeginningOfAListingThatShowsNothingNew() {
    put("a", "1");
    FileSource source = process();
    assertThat(readAll(source, ALL)).isEqualTo(Pulled.idleUntil(clock.nowMillis()));
    clock.advance(Duration.ofSeconds(3));
    assertThat(source.probe("in", "intake", at).idleUntilMillis()).isEqualTo(clock.nowMillis());
    assertThat(source.probe("in", "intake", at).millisBehindLatest()).isZero();
  }

  /** Else the file would come behind a clock that has passed it, into a batch by chance. */
  @Test
  void fileThatASlowListingFindsIsNotOfATimeThatAnotherHasFoundIdle() {
    FileSource other = process();
    readAll(other, ALL);
    List<Long> idle = new ArrayList<>();
    FileStore slow =
        new Listing(
            prefix -> {
              clock.advance(Duration.ofSeconds(3));
              idle.add(other.probe("in", "intake", at).idleUntilMillis());
              clock.advance(Duration.ofSeconds(3));
              put("a", "1");
              return files.list(prefix);
            });
    Pulled.Some some = (Pulled.Some) process(log, slow).pull("in", "intake", at, ALL).orElseThrow();
    assertThat(some.records().get(0).stampMillis()).isGreaterThanOrEqualTo(idle.get(0));
  }

  @Test
  void fileThatASlowListingDidNotShowIsTakenByTheNext() {
    put("a", "1");
    FileStore slow =
        new Listing(
            prefix -> {
              List<FileStore.FileVersion> found = files.list(prefix);
              put("b", "2");
              clock.advance(LIFETIME.dividedBy(3));
              return found;
            });
    process(log, slow).probe("in", "intake", at);
    readAll(process(), ALL);
    assertThat(read).containsExactly("1", "2");
  }

  @Test
  void timeThatAListingTakesProvesNothing() {
    FileStore slow =
        new Listing(
            prefix -> {
              List<FileStore.FileVersion> found = files.list(prefix);
              clock.advance(Duration.ofSeconds(7));
              return found;
            });
    long begin = clock.nowMillis();
    assertThat(readAll(process(log, slow), ALL)).isEqualTo(Pulled.idleUntil(begin));
    put("a", "1");
    Pulled.Some some = (Pulled.Some) process(log, slow).pull("in", "intake", at, ALL).orElseThrow();
    assertThat(some.records())
        .extracting(PulledRecord::stampMillis)
        .containsExactly(clock.nowMillis());
  }

  @Test
  void partsOfAnySizeGiveTheSameLines() {
    put("a", "one", "", "three\r", "four", "");
    put("b", "five");
    readAll(process(), ALL);
    List<String> whole = List.copyOf(read);
    assertThat(whole).containsExactly("one", "", "three", "four", "five");
    for (int max : List.of(1, 2, 3)) {
      read.clear();
      at = Position.START;
      readAll(process(), max);
      assertThat(read).isEqualTo(whole);
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
    files.put("in/large", text.toString().getBytes(StandardCharsets.UTF_8));
    readAll(process(), ALL);
    assertThat(read).isEqualTo(lines);
  }

  @Test
  void lineThatIsTooLongIsRefusedAndTheNextOneIsRead() {
    String ten = "y".repeat(10 * 1024 * 1024);
    put("a", ten, ten + "z".repeat(9_000_000), "next");
    put("b", ten + "12");
    readAll(process(), ALL);
    assertThat(read).hasSize(4);
    assertThat(read.get(0)).isEqualTo(ten);
    assertThat(read.get(1)).startsWith("SLUICE-D22").hasSizeLessThan(2_000);
    assertThat(read.get(2)).isEqualTo("next");
    assertThat(read.get(3)).startsWith("SLUICE-D22");
  }

  @Test
  void fileThatIsGoneBeforeItIsReadIsADeadLetterAndItsNewVersionIsRead() {
    put("a", "old");
    put("b", "other");
    FileSource source = process();
    source.probe("in", "intake", at);
    put("a", "new");
    files.remove("in/b");
    readAll(source, ALL);
    assertThat(read).hasSize(3);
    assertThat(read.get(0)).startsWith("SLUICE-D20").endsWith(": in/a");
    assertThat(read.get(1)).startsWith("SLUICE-D20").endsWith(": in/b");
    assertThat(read.get(2)).isEqualTo("new");
  }

  @Test
  void fileThatChangesWhileItIsReadSaysFromWhereItIsMissing() {
    put("a", "one", "two", "three");
    FileSource source = process();
    Pulled.Some some = (Pulled.Some) source.pull("in", "intake", at, 1).orElseThrow();
    at = some.records().get(0).end();
    put("a", "other");
    readAll(source, ALL);
    assertThat(read.get(0)).startsWith("SLUICE-D20").contains("(what is behind byte 4)");
    assertThat(read).hasSize(2).endsWith("other");
  }

  /** Seed 404315 of the simulation: all of the file was missing, and its first line was there. */
  @Test
  void processThatFindsAFileGoneSaysNothingOfItWhereAnotherHasReadTheBeginning() {
    put("a", "one", "two");
    FileSource other = process();
    Position before = at;
    Pulled.Some some = (Pulled.Some) other.pull("in", "intake", before, 1).orElseThrow();
    at = some.records().get(0).end();
    files.remove("in/a");
    Pulled.Some late = (Pulled.Some) process().pull("in", "intake", before, ALL).orElseThrow();
    assertThat(late.records())
        .extracting(PulledRecord::position)
        .allSatisfy(each -> assertThat(each).isGreaterThan(before).isLessThanOrEqualTo(at));
    readAll(other, ALL);
    assertThat(read).hasSize(1);
    assertThat(read.get(0)).startsWith("SLUICE-D20").contains("(what is behind byte 4)");
  }

  @Test
  void whatThereIsAtFirstIsTakenHoweverOldItIsAlsoWhereTheFirstProcessDies() {
    for (int i = 0; i < 9_000; i++) {
      put("file-with-a-name-that-makes-entries-full-" + i, "" + i);
    }
    clock.advance(LIFETIME.multipliedBy(3));
    int[] puts = {0};
    LogStore dying =
        new ForwardingLog(log) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            if (puts[0]++ == 2) {
              throw new StoreUnavailableException("died", null);
            }
            return super.append(lane, number, entry, expiry);
          }
        };
    assertThatThrownBy(() -> process(dying, files).probe("in", "intake", at)).hasMessage("died");
    assertThat(log.head("intake/in").orElseThrow().number()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));

    readAll(process(), ALL);
    assertThat(read).hasSize(9_000).doesNotHaveDuplicates();
  }

  @Test
  void filesAreTakenOnceThroughAllTheTimeThatTheyAreListed() {
    for (int hour = 0; hour < 100; hour++) {
      put("f" + hour, "line " + hour);
      readAll(process(), ALL);
      clock.advance(Duration.ofHours(1));
      log.vacuum();
    }
    assertThat(read).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void standstillOfHalfALifetimeLosesNoFileAndTakesNoneTwice() {
    put("before", "1");
    readAll(process(), ALL);
    for (int i = 0; i < 10; i++) {
      clock.advance(LIFETIME.dividedBy(4));
      put("in-between-" + i, "2");
      clock.advance(LIFETIME.dividedBy(4).minusSeconds(1));
      log.vacuum();
      readAll(process(), ALL);
    }
    assertThat(read).hasSize(11);
  }

  /** Seed 1 of the simulation with files: the entry of the newest file had expired. */
  @Test
  void nextFileIsReadHoweverLongAgoTheLastOneWas() {
    put("a", "1", "2");
    readAll(process(), ALL);
    FileSource sleeper = process();
    readAll(sleeper, ALL);
    for (String next : List.of("b", "c")) {
      for (int i = 0; i < 20; i++) {
        clock.advance(LIFETIME.dividedBy(4).plusSeconds(1));
        log.vacuum();
        readAll(process(), ALL);
      }
      put(next, next + 1, next + 2);
      readAll(next.equals("b") ? process() : sleeper, 1);
    }
    assertThat(read).containsExactly("1", "2", "b1", "b2", "c1", "c2");
  }

  @Test
  void uploadThatTookLongerThanIsRememberedIsNotTaken() {
    readAll(process(), ALL);
    put("slow", "begun");
    List<FileStore.FileVersion> begun = files.list("in/");
    FileStore late =
        new Listing(
            prefix -> {
              boolean over = clock.nowMillis() - begun.get(0).modifiedMillis() > 5 * 3600_000L;
              return over ? files.list(prefix) : List.of();
            });
    for (int hour = 0; hour < 20; hour++) {
      clock.advance(Duration.ofHours(1));
      readAll(process(log, late), ALL);
    }
    assertThat(read).isEmpty();
  }

  @Test
  void processThatLosesThePutReadsWhatTheOtherTookIn() {
    FileSource one = process();
    FileSource other = process();
    readAll(one, ALL);
    readAll(other, ALL);
    put("a", "1");
    assertThat(one.probe("in", "intake", at).empty()).isFalse();
    put("b", "2");
    readAll(other, ALL);
    assertThat(read).containsExactly("1", "2");
    assertThat(one.probe("in", "intake", at).empty()).isTrue();
  }

  /** Seed 531067 of the simulation: it had forgotten all files and not where the log ended. */
  @Test
  void processWhoseLookFailsWhileItsClockIsBackTakesNoFileTwice() {
    AtomicBoolean fails = new AtomicBoolean();
    LogStore failing =
        new ForwardingLog(log) {
          @Override
          public Optional<LogEntry> head(String lane) {
            if (fails.get()) {
              throw new StoreUnavailableException("no answer", null);
            }
            return super.head(lane);
          }
        };
    FileSource source = process(failing, files);
    put("a", "1");
    readAll(source, ALL);
    clock.advance(Duration.ofSeconds(-1));
    fails.set(true);
    assertThatThrownBy(() -> source.probe("in", "intake", at))
        .isInstanceOf(StoreUnavailableException.class);
    fails.set(false);
    clock.advance(Duration.ofSeconds(2));
    readAll(source, ALL);
    assertThat(read).containsExactly("1");
  }

  @Test
  void backlogThatExpiredIsALoudError() {
    put("a", "1");
    process().probe("in", "intake", at);
    for (int i = 0; i < 5; i++) {
      clock.advance(LIFETIME.dividedBy(3));
      put("b" + i, "2");
      Position behind = Position.of(String.valueOf(i * 10_000 + 1));
      process().probe("in", "intake", behind);
      log.vacuum();
    }
    assertThatThrownBy(() -> readAll(process(), ALL))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E04");
  }
}
