package dev.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ForwardingObjects;
import dev.sluice.engine.RefusedException;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class BeginningsTest {
  private final ObjectStore spills = new MemoryObjects(Metrics.NONE);
  private final Beginnings beginnings = new Beginnings(spills);

  private static StartEntry claim(long restore, long atMillis, long behind) {
    return StartEntry.nothing(atMillis, restore, behind);
  }

  private long inUse() {
    return beginnings.known().newest().orElseThrow().restore();
  }

  @Test
  void numbersAreDrawnOnce() {
    assertThat(beginnings.draw("nothing", 0)).isEqualTo(1);
    assertThat(new Beginnings(spills).draw("nothing", 0)).isEqualTo(2);
    assertThat(beginnings.draw("nothing", 0)).isEqualTo(3);
  }

  @Test
  void tableThatBeganLastIsInUseWhateverItsNumber() {
    assertThat(beginnings.known().newest()).isEmpty();
    beginnings.begin(claim(2, 100, 0), 90);
    beginnings.begin(claim(1, 200, 0), 190);
    assertThat(inUse()).isEqualTo(1);
    assertThat(beginnings.known().count()).isEqualTo(2);
  }

  @Test
  void callFromBeforeAnotherTableBeganBeginsNoMore() {
    beginnings.begin(claim(1, 100, 0), 90);
    assertThatThrownBy(() -> beginnings.begin(claim(2, 300, 0), 100))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("SLUICE-E32");
    assertThat(inUse()).isEqualTo(1);
  }

  @Test
  void claimThatKnewOfTheTableBeforeBeginsAtOnce() {
    beginnings.begin(claim(1, 100, 0), 90);
    beginnings.begin(claim(2, 100, 1), 90);
    assertThat(inUse()).isEqualTo(2);
  }

  @Test
  void twoWhoBeginTheSameTableDoItOnce() {
    beginnings.begin(claim(1, 100, 0), 90);
    beginnings.begin(claim(2, 300, 1), 290);
    beginnings.begin(claim(1, 400, 0), 90);
    assertThat(inUse()).isEqualTo(2);
  }

  /** Between a look and a put another table may begin, be in use for long, and be lost. */
  @Test
  void whoStandsStillBeforeThePutLooksAgain() {
    ObjectStore slow =
        ForwardingObjects.standingStill(spills, "", () -> beginnings.begin(claim(1, 200, 0), 190));
    assertThatThrownBy(() -> new Beginnings(slow).begin(claim(2, 300, 0), 90))
        .hasMessageStartingWith("SLUICE-E32");
    assertThat(inUse()).isEqualTo(1);
  }

  @Test
  void answerThatIsLostIsNoOtherTable() {
    ObjectStore mute =
        new ForwardingObjects(spills) {
          @Override
          public Put putIfAbsent(String name, byte[] content) {
            super.putIfAbsent(name, content);
            throw new StoreUnavailableException("no answer", null);
          }
        };
    assertThatThrownBy(() -> new Beginnings(mute).begin(claim(1, 100, 0), 90))
        .isInstanceOf(StoreUnavailableException.class);
    beginnings.begin(claim(1, 400, 0), 90);
    assertThat(beginnings.known().count()).isEqualTo(1);
  }
}
