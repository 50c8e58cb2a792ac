package dev.sluice.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.RefusedException;
import dev.sluice.engine.entry.Announcements.Version;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryObjects;
import org.junit.jupiter.api.Test;

class AnnouncementNotesTest {
  private static final Version FIRST = version(Long.MIN_VALUE);
  private static final Version SECOND = version(12);
  private static final Version THIRD = version(20);

  private final MemoryObjects spills = new MemoryObjects(new CountingMetrics());

  private static Version version(long from) {
    return new Version(from, "%064x".formatted(from & 0xffff), 2);
  }

  private AnnouncementNotes of(long restore, long begunMillis) {
    return new AnnouncementNotes(spills, () -> restore, () -> begunMillis);
  }

  /** An entry that fixes intervals up to 11. */
  private static ControlEntry head(Version... versions) {
    Announcements announced = Announcements.NONE;
    for (Version each : versions) {
      announced = announced.with("t", each);
    }
    return ControlEntry.nothing("graph", 10_000, 1, 0, 0).announcing(announced.upTo(11));
  }

  private void assertEndsBehind(Version last) {
    AnnouncementNotes before = of(0, 50);
    assertThatThrownBy(() -> before.keep(head(FIRST), "t", last, version(30)))
        .isInstanceOf(RefusedException.class);
    assertThat(of(1, 90).keep(head(FIRST), "t", last, version(31))).isEqualTo(version(31));
  }

  @Test
  void restoreEndsWhatFollowsBehindAllThatIsKept() {
    AnnouncementNotes before = of(0, 50);
    before.keep(head(FIRST), "t", FIRST, SECOND);
    before.keep(head(FIRST), "t", SECOND, THIRD);
    of(1, 90).mark(head(FIRST), 100);
    assertThat(of(1, 90).next(head(FIRST), "t", FIRST)).contains(SECOND);
    assertEndsBehind(THIRD);
  }

  @Test
  void restoreEndsWhatFollowsBehindWhatIsFixed() {
    of(1, 90).mark(head(FIRST, version(8)), 100);
    assertEndsBehind(version(8));
  }

  /** A table that fell back may have come to another one in place of one that was not fixed. */
  @Test
  void restoreEndsWhatIsKeptInPlaceOfAContentThatNeverHeld() {
    of(0, 50).keep(head(FIRST), "t", FIRST, SECOND);
    of(1, 90).mark(head(FIRST, version(13)), 100);
    assertEndsBehind(SECOND);
  }

  @Test
  void contentThatWasAnnouncedAndNotKeptIsNotTheEnd() {
    of(1, 90).mark(head(FIRST, SECOND), 100);
    assertEndsBehind(FIRST);
  }
}
