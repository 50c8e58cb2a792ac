package dev.sluice.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Announcements.Version;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
  private static Version version(long from, int number) {
    return new Version(from, String.format(Locale.ROOT, "%064x", number), number);
  }

  private static final Announcements SOME =
      Announcements.NONE
          .with("a", version(Long.MIN_VALUE, 1))
          .with("b", version(Long.MIN_VALUE, 2))
          .upTo(10)
          .with("a", version(11, 3))
          .upTo(12)
          .with("a", version(13, 4))
          .with("b", version(14, 5))
          .upTo(20);

  @Test
  void versionHoldsUpToTheNextOne() {
    assertThat(SOME.inForce(-5)).containsEntry("a", version(Long.MIN_VALUE, 1));
    assertThat(SOME.inForce(10).get("a").bytes()).isEqualTo(1);
    assertThat(SOME.inForce(11).get("a").bytes()).isEqualTo(3);
    assertThat(SOME.inForce(12).get("a").bytes()).isEqualTo(3);
    assertThat(SOME.inForce(13).get("a").bytes()).isEqualTo(4);
    assertThat(SOME.inForce(13).get("b").bytes()).isEqualTo(2);
    assertThat(SOME.inForce(20).get("b").bytes()).isEqualTo(5);
    assertThat(SOME.newest("a").bytes()).isEqualTo(4);
  }

  @Test
  void intervalsShareVersionsUpToAnyChangeOrTheHorizon() {
    assertThat(SOME.sameUpTo(0)).isEqualTo(10);
    assertThat(SOME.sameUpTo(11)).isEqualTo(12);
    assertThat(SOME.sameUpTo(13)).isEqualTo(13);
    assertThat(SOME.sameUpTo(14)).isEqualTo(20);
  }

  @Test
  void whatHoldsForNoIntervalBehindABorderIsForgotten() {
    assertThat(SOME.behind(Long.MIN_VALUE)).isEqualTo(SOME);
    assertThat(SOME.behind(9).versions().get("a")).hasSize(3);
    assertThat(SOME.behind(10).versions().get("a")).containsExactly(version(11, 3), version(13, 4));
    assertThat(SOME.behind(12).versions().get("a")).containsExactly(version(13, 4));
    assertThat(SOME.behind(12).versions().get("b")).hasSize(2);
    assertThat(SOME.behind(100).versions().get("b")).containsExactly(version(14, 5));
    assertThat(SOME.behind(12).inForce(13)).isEqualTo(SOME.inForce(13));
  }

  @Test
  void versionThatHasNotBegunMakesWayForOneThatBeginsThere() {
    Announcements replaced =
        Announcements.NONE
            .with("a", version(Long.MIN_VALUE, 1))
            .upTo(10)
            .with("a", version(11, 2))
            .with("a", version(11, 3));

    assertThat(replaced.versions().get("a"))
        .containsExactly(version(Long.MIN_VALUE, 1), version(11, 3));
  }

  @Test
  void horizonNeverGoesBackAndNothingHasNone() {
    assertThat(SOME.upTo(3)).isEqualTo(SOME);
    assertThat(Announcements.NONE.upTo(3)).isEqualTo(Announcements.NONE);
  }

  @Test
  void whatIsWrittenIsRead() {
    ByteOutput out = new ByteOutput();
    SOME.write(out);
    assertThat(Announcements.read(new ByteInput(out.toByteArray()))).isEqualTo(SOME);
  }

  @Test
  void entryWithoutBroadcastsIsAsLongAsEntriesWereBeforeThereWereAny() {
    byte[] without =
        new ControlBulk(
                new TreeMap<>(), new TreeMap<>(), List.of(), Announcements.NONE, Epoch.FIRST)
            .encode();
    assertThat(without).containsExactly(0, 0, 0, 0); // names, lanes, drained, borders: none
    assertThat(ControlBulk.decode(without).announced()).isEqualTo(Announcements.NONE);
    byte[] with =
        new ControlBulk(new TreeMap<>(), new TreeMap<>(), List.of(), SOME, Epoch.FIRST).encode();
    assertThat(ControlBulk.decode(with).announced()).isEqualTo(SOME);
  }
}
