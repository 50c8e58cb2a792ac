package dev.sluice.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.engine.ForwardingObjects;
import dev.sluice.engine.RefusedException;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables are named by the restore from which they went on. */
class NoteChainTest {
  private final Set<String> gone = new HashSet<>();
  private final ObjectStore spills =
      new ForwardingObjects(new MemoryObjects(new CountingMetrics())) {
        @Override
        public Optional<byte[]> get(String name) {
          return super.get(name).filter(each -> !gone.contains(name));
        }

        @Override
        public List<String> list(String prefix) {
          return super.list(prefix).stream().filter(each -> !gone.contains(each)).toList();
        }
      };

  private NoteChain<String> of(long restore, long begunMillis) {
    return of(spills, restore, begunMillis);
  }

  private static NoteChain<String> of(ObjectStore spills, long restore, long begunMillis) {
    return new NoteChain<>(
        "test",
        true,
        spills,
        () -> restore,
        () -> begunMillis,
        (note, out) -> out.writeString(note),
        ByteInput::readString);
  }

  private static void assertKeeps(NoteChain<String> chain, String place) {
    assertThat(chain.keep(place, "note").note()).contains("note");
    assertThat(chain.find(place)).contains("note");
  }

  private static void assertIsRefused(NoteChain<String> chain, String place) {
    assertThatThrownBy(() -> chain.findInUse(place)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> chain.keep(place, "note"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("SLUICE-E32");
    assertThat(chain.find(place)).isEmpty();
  }

  /** A store in which something happens between a look at a place and the put. */
  private ObjectStore meanwhile(Runnable what) {
    return ForwardingObjects.standingStill(spills, "", what);
  }

  @Test
  void placeHasOneNoteWhoeverKeepsAnotherOne() {
    assertThat(of(0, 0).keep("a", "first").note()).contains("first");
    assertThat(of(0, 0).keep("a", "second").note()).contains("first");
    assertThat(spills.list("")).containsExactly("a");
  }

  @Test
  void callThatBeganBeforeAnotherTableWasRestoredKeepsNothing() {
    of(1, 90).mark("a", 100);
    assertIsRefused(of(0, 100), "a");
  }

  @Test
  void callThatBeganBehindTheRestoreOfAnotherTableIsOfOneThatIsInUse() {
    of(1, 90).mark("a", 100);
    assertKeeps(of(0, 101), "a");
    assertThat(spills.list("")).containsExactly("a", "a.1");
  }

  @Test
  void tableIsNotRefusedForItsOwnRestore() {
    of(1, 90).mark("a", 100);
    assertKeeps(of(1, 50), "a");
  }

  @Test
  void tableIsNotRefusedForARestoreBeforeItsOwn() {
    of(1, 90).mark("a", 100);
    of(2, 95).mark("a", 110);
    assertKeeps(of(2, 95), "a");
  }

  @Test
  void tableIsRefusedForARestoreBehindItsOwn() {
    of(1, 90).mark("a", 100);
    of(2, 190).mark("a", 200);
    assertIsRefused(of(1, 150), "a");
    assertIsRefused(of(0, 150), "a");
  }

  @Test
  void latestMarkCountsThoughOneOfAClockBehindFollowsIt() {
    of(2, 190).mark("a", 200);
    of(1, 201).mark("a", 150);
    assertIsRefused(of(0, 170), "a");
  }

  @Test
  void markThatIsPutWhileACallKeepsItsNoteComesFirst() {
    NoteChain<String> late = of(meanwhile(() -> of(1, 90).mark("a", 100)), 0, 50);
    assertThatThrownBy(() -> late.keep("a", "note")).isInstanceOf(RefusedException.class);
    assertThat(of(1, 90).find("a")).isEmpty();
  }

  @Test
  void noteThatIsKeptWhileItsPlaceIsMarkedIsFound() {
    NoteChain<String> restorer = of(meanwhile(() -> of(0, 50).keep("a", "note")), 1, 90);
    assertThat(restorer.mark("a", 100)).contains("note");
    assertThat(spills.list("")).containsExactly("a");
  }

  @Test
  void restoreMarksAPlaceOnceWhoeverDoesIt() {
    NoteChain<String> slow = of(meanwhile(() -> of(1, 90).mark("a", 100)), 1, 80);
    assertThat(slow.mark("a", 99)).isEmpty();
    of(2, 190).mark("a", 200);
    of(1, 201).mark("a", 210);
    assertThat(spills.list("")).containsExactly("a", "a.1");
  }

  @Test
  void restoreThatAnotherOneHasOvertakenMarksNothingAndGoesOnWithItsNextCall() {
    NoteChain<String> slow = of(meanwhile(() -> of(2, 95).mark("a", 110)), 1, 90);
    assertThatThrownBy(() -> slow.mark("a", 100)).isInstanceOf(RefusedException.class);
    assertThat(spills.list("")).containsExactly("a");
    of(1, 120).mark("a", 130);
    assertKeeps(of(1, 120), "a");
  }

  @Test
  void restoreThatFollowsAnotherOneAtOnceIsNotRefused() {
    of(1, 90).mark("a", 100);
    assertThat(of(2, 95).mark("a", 100)).isEmpty();
    assertKeeps(of(2, 95), "a");
  }

  @Test
  void tableThatWasNotRestoredMarksNothing() {
    of(0, 90).mark("a", 100);
    assertThat(spills.list("")).isEmpty();
  }

  @Test
  void sameNoteIsKeptForEverybody() {
    of(1, 90).mark("a", 100);
    assertKeeps(of(1, 90), "a");
    assertKeeps(of(0, 50), "a");
    assertThatThrownBy(() -> of(0, 50).keep("a", "other")).isInstanceOf(RefusedException.class);
    assertThat(of(0, 101).keep("a", "other").note()).contains("note");
  }

  @Test
  void whatIsStoredStaysReadable() {
    spills.putIfAbsent("a", new byte[] {2, 1, (byte) 200, 1});
    spills.putIfAbsent("a.1", new byte[] {1, 2, 'o', 'k'});
    assertThat(of(0, 0).find("a")).contains("ok");
    assertThat(new ByteOutput(4).writeByte(2).writeUnsigned(1).writeSigned(100).toByteArray())
        .isEqualTo(spills.get("a").orElseThrow());
  }

  /** A mark is older than the note behind it, so that a broom takes it first. */
  @Test
  void noteOutlivesTheMarksBeforeIt() {
    for (int restore = 1; restore <= 12; restore++) {
      of(restore, 90).mark("a", 100 + restore);
    }
    assertKeeps(of(12, 90), "a");
    gone.add("a");
    for (int marks = 1; marks <= 12; marks++) {
      assertThat(of(0, 0).find("a")).contains("note");
      assertThat(of(13, 200).mark("a", 210)).contains("note");
      gone.add("a." + marks);
    }
    assertThat(of(0, 0).find("a")).isEmpty();
  }

  /** A broom keeps to no order among what expires on one day. */
  @Test
  void noteAndMarksAreFoundWhicheverOfTheMarksBeforeThemAreGone() {
    for (int restore = 1; restore <= 4; restore++) {
      of(restore, 90).mark("a", 100 + restore);
    }
    for (int some = 0; some < 8; some++) {
      gone.clear();
      for (int mark = 0; mark < 3; mark++) {
        if ((some & 1 << mark) != 0) {
          gone.add(mark == 0 ? "a" : "a." + mark);
        }
      }
      assertIsRefused(of(3, 102), "a");
      assertThat(of(4, 102).findInUse("a")).isEmpty();
    }
    assertKeeps(of(4, 102), "a");
    assertThat(spills.list("a.4")).hasSize(1);
    for (int some = 0; some < 16; some++) {
      gone.clear();
      for (int mark = 0; mark < 4; mark++) {
        if ((some & 1 << mark) != 0) {
          gone.add(mark == 0 ? "a" : "a." + mark);
        }
      }
      assertThat(of(0, 0).find("a")).contains("note");
    }
  }

  @Test
  void marksCountThoughOneBeforeThemIsGone() {
    of(1, 90).mark("a", 100);
    of(2, 190).mark("a", 200);
    gone.add("a");
    assertIsRefused(of(1, 150), "a");
    assertKeeps(of(2, 150), "a");
    assertThat(spills.list("")).containsExactly("a.1", "a.2");
  }

  @Test
  void notesOfNewerCodeAreNotRead() {
    spills.putIfAbsent("a", new byte[] {3, 1, 1});
    assertThatThrownBy(() -> of(0, 0).find("a"))
        .isInstanceOf(CodecException.class)
        .hasMessage("a note of a test has format version 3, this code reads up to version 2");
  }
}
