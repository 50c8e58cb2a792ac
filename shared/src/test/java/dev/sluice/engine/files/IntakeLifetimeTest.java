package dev.sluice.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ForwardingLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Files are taken once whatever becomes of the lifetime of entries, and however seldom one looks.
 */
class IntakeLifetimeTest {
  private final Folder folder = new Folder();

  /** As docs/operations.md has it done, over entries of this code and of older code. */
  @Test
  void filesAreTakenOnceAlsoWhereTheLifetimeOfEntriesIsRaised() {
    for (boolean olderCode : new boolean[] {false, true}) {
      for (int gap : new int[] {1, 2, 3}) { // hours between files
        Folder raised = new Folder();
        LogStore before = olderCode ? withoutBoundaries(raised.log) : raised.log;
        for (int hour = 0; hour < 60; hour++) {
          if (hour % gap == 0) {
            raised.put("f" + hour, "line " + hour);
          }
          boolean over = hour >= 30;
          raised.readAll(
              raised.process(
                  over ? raised.log : before,
                  raised.files,
                  Folder.LIFETIME.multipliedBy(over ? 2 : 1)));
          raised.clock.advance(Duration.ofHours(1));
          raised.log.vacuum();
        }
        assertThat(raised.read).hasSize(60 / gap).doesNotHaveDuplicates();
      }
    }
  }

  /** Entries as they are where the code of before has put them. */
  private static LogStore withoutBoundaries(LogStore log) {
    return new ForwardingLog(log) {
      @Override
      public Append append(String lane, long number, byte[] entry, Instant expiry) {
        return super.append(lane, number, IntakeEntryTest.olderCode(entry), expiry);
      }
    };
  }

  /** It is tried again with all that was known, and not with what it would have needed no more. */
  @Test
  void putThatFailsForgetsNothing() {
    folder.put("f0", "line 0");
    folder.readAll(folder.process(withoutBoundaries(folder.log), folder.files));
    folder.clock.advance(Folder.LIFETIME.multipliedBy(6).dividedBy(16));
    folder.put("f1", "line 1");
    boolean[] fails = {true};
    FileSource source =
        folder.process(
            new ForwardingLog(folder.log) {
              @Override
              public Append append(String lane, long number, byte[] entry, Instant expiry) {
                if (fails[0]) {
                  throw new StoreUnavailableException("a test", null);
                }
                return super.append(lane, number, entry, expiry);
              }
            },
            folder.files);
    assertThatThrownBy(() -> folder.readAll(source)).hasMessage("a test");
    fails[0] = false;
    folder.clock.advance(Duration.ofMinutes(1));
    folder.readAll(source);
    assertThat(folder.read).containsExactly("line 0", "line 1");
  }

  @Test
  void entriesThatOnlyALongerLifetimeRemembersAreNotNeededAgainWhereItIsLowered() {
    FileSource before = folder.process();
    for (int i = 0; i < 12; i++) {
      folder.put("f" + i, "line " + i);
      folder.readAll(
          i % 2 == 1
              ? before
              : folder.process(folder.log, folder.files, Folder.LIFETIME.dividedBy(16)));
      folder.clock.advance(Duration.ofMinutes(15));
      folder.log.vacuum();
    }
    folder.readAll(folder.process());
    assertThat(folder.read).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void runsThatAreHalfALifetimeApartAtMostLoseNoFileAndTakeNoneTwice() {
    Duration part = Folder.LIFETIME.dividedBy(32);
    for (int one = 1; one <= 16; one++) {
      for (int other = 1; other <= 16; other++) {
        Folder uneven = new Folder();
        for (int i = 0; i < 15; i++) {
          if (i % 3 < 2) {
            uneven.put("f" + i, "line " + i);
          }
          uneven.readAll(uneven.process());
          int parts = i % 3 == 0 ? one : i % 3 == 1 ? other : 16;
          uneven.clock.advance(part.multipliedBy(parts));
          uneven.log.vacuum();
        }
        assertThat(uneven.read).hasSize(10).doesNotHaveDuplicates();
      }
    }
  }
}
