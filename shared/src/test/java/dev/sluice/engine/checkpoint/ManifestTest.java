package dev.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.entry.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String DIGEST = Payload.digest(new byte[] {1});

  private static Section section(long from, long to, int length, long goodUntil) {
    return new Section(from, to, 0, 7, length, DIGEST, 12, goodUntil);
  }

  private static Manifest manifest(long number, Tail... tails) {
    return new Manifest(
        number,
        2,
        1_000,
        new Manifest.App("graph", 1_000, 3, 500, Long.MIN_VALUE, 900),
        List.of(new Manifest.Pack("checkpoints/pack/a", 120, 800)),
        List.of(tails));
  }

  private static Tail tail(long from, long to, Section... sections) {
    return new Tail("bucket/1/0", from, to, DIGEST, List.of(sections));
  }

  @Test
  void manifestIsReadAsItWasPut() {
    Manifest manifest =
        manifest(3, tail(5, 9, section(4, 6, 30, Long.MAX_VALUE), section(7, 9, 60, 5_000)));
    assertThat(Manifest.decode(manifest.encode())).isEqualTo(manifest);
  }

  @Test
  void everyChangedByteIsNoticed() {
    byte[] bytes = manifest(3, tail(4, 6, section(4, 6, 30, Long.MAX_VALUE))).encode();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> Manifest.decode(changed)).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void checkpointIsGoodUntilTheFirstOfItsPartsMayBeGone() {
    assertThat(manifest(0, tail(4, 6, section(4, 6, 30, Long.MAX_VALUE))).goodUntilMillis(100))
        .isEqualTo(900);
    assertThat(manifest(0, tail(4, 6, section(4, 6, 30, 850))).goodUntilMillis(100)).isEqualTo(850);
  }

  @Test
  void tailIsWholeWhereItsSectionsHoldAllThatIsNeeded() {
    assertThat(tail(5, 9, section(4, 6, 30, 1), section(7, 9, 60, 1)).isWhole()).isTrue();
    assertThat(tail(3, 9, section(4, 6, 30, 1), section(7, 9, 60, 1)).isWhole()).isFalse();
    assertThat(tail(5, 9, section(4, 6, 30, 1), section(8, 9, 60, 1)).isWhole()).isFalse();
    assertThat(tail(5, 10, section(4, 6, 30, 1), section(7, 9, 60, 1)).isWhole()).isFalse();
    assertThat(tail(5, 9).isWhole()).isFalse();
  }

  @Test
  void whatLiesBeforeTheFirstNeededEntryDoesNotCount() {
    assertThat(tail(6, 9, section(4, 6, 30, 1), section(7, 9, 60, 1)).neededBytes()).isEqualTo(70);
  }
}
