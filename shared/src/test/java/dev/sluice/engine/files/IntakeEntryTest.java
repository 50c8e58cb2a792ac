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
  void entryIsReadAsItWasWrittenByCodeThatSaysWhatIsNewestBeforeOrDoesNot() {
    for (long before : new long[] {0, 30_002, IntakeEntry.UNKNOWN}) {
      IntakeEntry entry = new IntakeEntry(1_000, 990, 3, before, TWO);
      assertThat(IntakeEntry.decode(entry.encode())).isEqualTo(entry);
    }
    assertThat(new IntakeEntry(1_000, 990, 3, IntakeEntry.UNKNOWN, TWO).encode()[0])
        .as("as older code has written it, so that it is still found by its digest")
        .isEqualTo((byte) 1);
  }

  @Test
  void entryOfANewerVersionIsRefused() {
    byte[] bytes = new IntakeEntry(1_000, 990, 3, 0, TWO).encode();
    bytes[0]++;
    assertThatThrownBy(() -> IntakeEntry.decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("version 3");
  }

  @Test
  void newestFileIsTheLastOfTheEntryOrOneOfBefore() {
    assertThat(new IntakeEntry(1_000, 990, 3, 30_002, TWO).newest(4)).isEqualTo(40_002);
    assertThat(new IntakeEntry(1_000, 990, 3, 30_002, List.of()).newest(4)).isEqualTo(30_002);
  }
}
