package dev.sluice.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ForwardingLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Which files are taken in, and when: each once. */
class FileIntakeTest {
  /** A file whose bytes are put again so soon is the same one. */
  private static final Duration SAME = Folder.LIFETIME.dividedBy(32);

  private final Folder folder = new Folder();

  /** Else the file would come behind a clock that has passed it, into a batch by chance. */
  @Test
  void fileThatASlowListingFindsIsNotOfATimeThatAnotherHasFoundIdle() {
    FileSource other = folder.process();
    folder.readAll(other);
    List<Long> idle = new ArrayList<>();
    FileStore slow =
        folder
        .new Listing(
            prefix -> {
              folder.clock.advance(Duration.ofSeconds(3));
              idle.add(other.probe("in", "intake", folder.at).idleUntilMillis());
              folder.clock.advance(Duration.ofSeconds(3));
              folder.put("a", "1");
              return folder.files.list(prefix);
            });
    Pulled.Some some =
        (Pulled.Some)
            folder
                .process(folder.log, slow)
                .pull("in", "intake", folder.at, Folder.ALL)
                .orElseThrow();
    assertThat(some.records().get(0).stampMillis()).isGreaterThanOrEqualTo(idle.get(0));
  }

  @Test
  void fileThatASlowListingDidNotShowIsTakenByTheNext() {
    folder.put("a", "1");
    FileStore slow =
        folder
        .new Listing(
            prefix -> {
              List<FileStore.FileVersion> found = folder.files.list(prefix);
              folder.put("b", "2");
              folder.clock.advance(Folder.LIFETIME.dividedBy(3));
              return found;
            });
    folder.process(folder.log, slow).probe("in", "intake", folder.at);
    folder.readAll(folder.process());
    assertThat(folder.read).containsExactly("1", "2");
  }

  @Test
  void timeThatAListingTakesProvesNothing() {
    FileStore slow =
        folder
        .new Listing(
            prefix -> {
              List<FileStore.FileVersion> found = folder.files.list(prefix);
              folder.clock.advance(Duration.ofSeconds(7));
              return found;
            });
    long begin = folder.clock.nowMillis();
    assertThat(folder.readAll(folder.process(folder.log, slow))).isEqualTo(Pulled.idleUntil(begin));
    folder.put("a", "1");
    Pulled.Some some =
        (Pulled.Some)
            folder
                .process(folder.log, slow)
                .pull("in", "intake", folder.at, Folder.ALL)
                .orElseThrow();
    assertThat(some.records())
        .extracting(PulledRecord::stampMillis)
        .containsExactly(folder.clock.nowMillis());
  }

  @Test
  void whatThereIsAtFirstIsTakenHoweverOldItIsAlsoWhereTheFirstProcessDies() {
    for (int i = 0; i < 9_000; i++) {
      folder.put("file-with-a-name-that-makes-entries-full-" + i, "" + i);
    }
    folder.clock.advance(Folder.LIFETIME.multipliedBy(3));
    int[] puts = {0};
    LogStore dying =
        new ForwardingLog(folder.log) {
          @Override
          public Append append(String lane, long number, byte[] entry, Instant expiry) {
            if (puts[0]++ == 2) {
              throw new StoreUnavailableException("died", null);
            }
            return super.append(lane, number, entry, expiry);
          }
        };
    assertThatThrownBy(() -> folder.process(dying, folder.files).probe("in", "intake", folder.at))
        .hasMessage("died");
    assertThat(folder.log.head("intake/in").orElseThrow().number()).isEqualTo(1);
    folder.clock.advance(Duration.ofMinutes(1));

    folder.readAll(folder.process());
    assertThat(folder.read).hasSize(9_000).doesNotHaveDuplicates();
  }

  @Test
  void filesAreTakenOnceThroughAllTheTimeThatTheyAreListed() {
    for (int hour = 0; hour < 100; hour++) {
      folder.put("f" + hour, "line " + hour);
      folder.readAll(folder.process());
      folder.clock.advance(Duration.ofHours(1));
      folder.log.vacuum();
    }
    assertThat(folder.read).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void standstillOfHalfALifetimeLosesNoFileAndTakesNoneTwice() {
    folder.put("before", "1");
    folder.readAll(folder.process());
    for (int i = 0; i < 10; i++) {
      folder.clock.advance(Folder.LIFETIME.dividedBy(4));
      folder.put("in-between-" + i, "2");
      folder.clock.advance(Folder.LIFETIME.dividedBy(4).minusSeconds(1));
      folder.log.vacuum();
      folder.readAll(folder.process());
    }
    assertThat(folder.read).hasSize(11);
  }

  @Test
  void uploadThatTookLongerThanIsRememberedIsNotTaken() {
    folder.readAll(folder.process());
    folder.put("slow", "begun");
    List<FileStore.FileVersion> begun = folder.files.list("in/");
    FileStore late =
        folder
        .new Listing(
            prefix -> {
              boolean over =
                  folder.clock.nowMillis() - begun.get(0).modifiedMillis() > 7 * 3600_000L;
              return over ? folder.files.list(prefix) : List.of();
            });
    for (int hour = 0; hour < 20; hour++) {
      folder.clock.advance(Duration.ofHours(1));
      folder.readAll(folder.process(folder.log, late));
    }
    assertThat(folder.read).isEmpty();
  }

  @Test
  void processThatLosesThePutReadsWhatTheOtherTookIn() {
    FileSource one = folder.process();
    FileSource other = folder.process();
    folder.readAll(one);
    folder.readAll(other);
    folder.put("a", "1");
    assertThat(one.probe("in", "intake", folder.at).empty()).isFalse();
    folder.put("b", "2");
    folder.readAll(other);
    assertThat(folder.read).containsExactly("1", "2");
    assertThat(one.probe("in", "intake", folder.at).empty()).isTrue();
  }

  /** Seed 531067 of the simulation: it had forgotten all files and not where the log ended. */
  @Test
  void processWhoseLookFailsWhileItsClockIsBackTakesNoFileTwice() {
    AtomicBoolean fails = new AtomicBoolean();
    LogStore failing =
        new ForwardingLog(folder.log) {
          @Override
          public Optional<LogEntry> head(String lane) {
            if (fails.get()) {
              throw new StoreUnavailableException("no answer", null);
            }
            return super.head(lane);
          }
        };
    FileSource source = folder.process(failing, folder.files);
    folder.put("a", "1");
    folder.readAll(source);
    folder.clock.advance(Duration.ofSeconds(-1));
    fails.set(true);
    assertThatThrownBy(() -> source.probe("in", "intake", folder.at))
        .isInstanceOf(StoreUnavailableException.class);
    fails.set(false);
    folder.clock.advance(Duration.ofSeconds(2));
    folder.readAll(source);
    assertThat(folder.read).containsExactly("1");
  }

  @Test
  void uploadThatIsRepeatedSoonIsNeverReadAlsoNotWhenTheFirstIsForgotten() {
    for (Duration storeIsAhead : List.of(Duration.ZERO, Folder.LIFETIME.dividedBy(32))) {
      for (boolean oneProcess : new boolean[] {true, false}) {
        PutAgain again = new PutAgain(new Folder(), storeIsAhead);
        again.folder.put("a", "1");
        FileSource first = again.process();
        again.folder.readAll(first);
        again.in(SAME);
        for (int i = 0; i < 100; i++) {
          again.folder.put("other" + i, "2");
          again.folder.readAll(oneProcess ? first : again.process());
          again.folder.clock.advance(Duration.ofMinutes(10));
        }
        assertThat(again.timesRead()).isEqualTo(1);
      }
    }
  }

  @Test
  void fileWhoseBytesArePutAgainLaterIsReadAtOnceAndOnceMore() {
    PutAgain again = new PutAgain(folder, Duration.ZERO);
    folder.put("a", "1");
    FileSource first = again.process();
    folder.readAll(first);
    again.in(SAME);
    folder.readAll(first);
    assertThat(again.timesRead()).isEqualTo(1);
    again.in(Duration.ofMillis(1));
    folder.readAll(first);
    assertThat(again.timesRead()).isEqualTo(2);
    folder.readAll(folder.process());
    assertThat(again.timesRead()).as("also where an older listing comes late").isEqualTo(2);
    for (int i = 0; i < 100; i++) {
      folder.clock.advance(Duration.ofMinutes(10));
      folder.put("other" + i, "2");
      folder.readAll(i % 2 == 0 ? first : again.process());
    }
    assertThat(again.timesRead()).isEqualTo(2);
  }

  @Test
  void putsOfTheSameBytesAreOneFileForAnHourAtMostHoweverLongEntriesLive() {
    PutAgain again = new PutAgain(folder, Duration.ZERO);
    FileSource days =
        folder.process(folder.log, folder.new Listing(again::list), Duration.ofDays(14));
    folder.put("a", "1");
    folder.readAll(days);
    again.in(Duration.ofHours(1));
    folder.readAll(days);
    assertThat(again.timesRead()).isEqualTo(1);
    again.in(Duration.ofMillis(1));
    folder.readAll(days);
    assertThat(again.timesRead()).isEqualTo(2);
  }

  /** Of those at 0, 20, 40, 60 ... minutes the ones at 0, 40, 80 ..., whoever looks when. */
  @Test
  void putsOfTheSameBytesAreComparedWithTheOneThatWasReadLast() {
    for (boolean oneProcess : new boolean[] {true, false}) {
      PutAgain again = new PutAgain(new Folder(), Duration.ZERO);
      again.folder.put("a", "1");
      FileSource first = again.process();
      again.folder.readAll(first);
      for (int put = 1; put <= 50; put++) {
        again.in(Duration.ofMinutes(20));
        again.folder.readAll(oneProcess ? first : again.process());
        assertThat(again.timesRead()).isEqualTo(1 + put / 2);
      }
    }
  }

  @Test
  void ofTwoProcessesThatSeeTwoPutsOfTheSameBytesOneTakesOne() {
    PutAgain again = new PutAgain(folder, Duration.ZERO);
    folder.put("a", "1");
    folder.readAll(again.process());
    again.in(SAME.plusMillis(1));
    AtomicBoolean first = new AtomicBoolean(true);
    FileStore slow =
        folder
        .new Listing(
            prefix -> {
              List<FileStore.FileVersion> found = again.list(prefix);
              if (first.getAndSet(false)) {
                again.in(SAME.plusMillis(1));
                again.process().probe("in", "intake", folder.at);
              }
              return found;
            });
    folder.readAll(folder.process(folder.log, slow));
    assertThat(again.timesRead()).isEqualTo(2);
    folder.readAll(again.process());
    assertThat(again.timesRead()).isEqualTo(2);
  }

  /** A file of which S3 says the same entity tag and a later time, as its bytes are put again. */
  private static final class PutAgain {
    private final Folder folder;
    private final Duration storeIsAhead;
    private long shownMillis;

    PutAgain(Folder folder, Duration storeIsAhead) {
      this.folder = folder;
      this.storeIsAhead = storeIsAhead;
      this.shownMillis = folder.clock.nowMillis();
    }

    void in(Duration time) {
      folder.clock.advance(time);
      shownMillis = folder.clock.nowMillis();
    }

    List<FileStore.FileVersion> list(String prefix) {
      return folder.files.list(prefix).stream().map(this::shown).toList();
    }

    private FileStore.FileVersion shown(FileStore.FileVersion file) {
      long millis = file.name().equals("in/a") ? shownMillis : file.modifiedMillis();
      return new FileStore.FileVersion(
          file.name(), file.version(), file.sizeBytes(), millis + storeIsAhead.toMillis());
    }

    FileSource process() {
      return folder.process(folder.log, folder.new Listing(this::list));
    }

    long timesRead() {
      return folder.read.stream().filter("1"::equals).count();
    }
  }
}
