package dev.sluice.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.CodecException;
import dev.sluice.ports.FileStore.FileVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeEntryTest {
  private static final List<FileVersion> TWO =
      List.of(new FileVersion("in/a", "v1", 7, 900), new FileVersion("in/b", "v2", 8, 901));

  @Test
  void entryIsReadAsItWasWrittenByCodeThatSaysLessOrMore() {
    for (long before : new long[] {0, 30_002, IntakeEntry.UNKNOWN}) {
      for (long boundary : new long[] {Long.MIN_VALUE, 900, IntakeEntry.UNKNOWN}) {
        IntakeEntry entry = new IntakeEntry(1_000, 990, boundary, 3, before, TWO);
        assertThat(IntakeEntry.decode(entry.encode())).isEqualTo(entry);
      }
    }
  }

  @Test
  void entryOfOlderCodeHasTheBytesThatItHadSoThatItIsStillFoundByItsDigest() {
    IntakeEntry entry = new IntakeEntry(1_000, 990, 900, 3, 0, TWO);
    assertThat(entry.encode()[0]).isEqualTo((byte) 3);
    byte[] second = olderCode(entry.encode());
    assertThat(second).startsWith(2).hasSize(entry.encode().length - 2);
    assertThat(IntakeEntry.decode(second).encode()).isEqualTo(second);
    assertThat(
            new IntakeEntry(1_000, 990, IntakeEntry.UNKNOWN, 3, IntakeEntry.UNKNOWN, TWO).encode())
        .startsWith(1)
        .hasSize(second.length - 1);
  }

  /** The same entry, as the code that knew no boundaries has written it. */
  static byte[] olderCode(byte[] bytes) {
    IntakeEntry entry = IntakeEntry.decode(bytes);
    return new IntakeEntry(
            entry.stampMillis(),
            entry.listedMillis(),
            IntakeEntry.UNKNOWN,
            entry.rememberedFrom(),
            entry.newestBefore(),
            entry.files())
        .encode();
  }

  @Test
  void entryOfANewerVersionIsRefused() {
    byte[] bytes = new IntakeEntry(1_000, 990, 900, 3, 0, TWO).encode();
    bytes[0]++;
    assertThatThrownBy(() -> IntakeEntry.decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("version 4");
  }

  @Test
  void newestFileIsTheLastOfTheEntryOrOneOfBefore() {
    assertThat(new IntakeEntry(1_000, 990, 900, 3, 30_002, TWO).newest(4)).isEqualTo(40_002);
    assertThat(new IntakeEntry(1_000, 990, 900, 3, 30_002, List.of()).newest(4)).isEqualTo(30_002);
  }
}
