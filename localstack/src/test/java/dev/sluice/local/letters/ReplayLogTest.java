package dev.sluice.local.letters;

import static dev.sluice.local.letters.ReplayLog.State.OPEN;
import static dev.sluice.local.letters.ReplayLog.State.SENT;
import static dev.sluice.local.letters.ReplayLog.State.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLogTest {
  private static final Letter ONE = SomeLetters.of("1");
  private static final Letter TWO = SomeLetters.of("2");

  @TempDir Path root;

  private ReplayLog log(String series) {
    return ReplayLog.read(new LetterDirectory(root), "dead-letter/", series);
  }

  @Test
  void whatWasSentIsKnownToTheNextReplayAndWhatWasRefusedIsOpen() {
    ReplayLog log = log("directory");
    assertThat(log.state(ONE)).isEqualTo(OPEN);
    log.begin(List.of(ONE, TWO));
    log.end(List.of(ONE, TWO), Map.of(ONE.id(), "s/shard/7"));
    for (ReplayLog each : List.of(log, log("directory"), log("bucket"))) {
      assertThat(each.state(ONE)).isEqualTo(SENT);
      assertThat(each.state(TWO)).isEqualTo(OPEN);
      assertThat(each.hasReturned(SomeLetters.of("7"))).isTrue();
      assertThat(each.hasReturned(SomeLetters.of("7.2"))).as("packed in it").isTrue();
      assertThat(each.hasReturned(SomeLetters.of("77"))).isFalse();
    }
  }

  @Test
  void replayThatWasStoppedLeavesADoubt() {
    log("directory").begin(List.of(ONE));
    assertThat(log("directory").state(ONE)).isEqualTo(UNCLEAR);
  }

  @Test
  void ofTwoReplaysAtOnceOneStopsBeforeItSends() {
    ReplayLog slow = log("directory");
    log("directory").begin(List.of(ONE));
    assertThatThrownBy(() -> slow.begin(List.of(ONE))).hasMessageContaining("SLUICE-L03");
  }

  @Test
  void noteThatWasCutOffCountsUpToItsLastLine() throws IOException {
    ReplayLog log = log("directory");
    log.begin(List.of(ONE, TWO));
    Files.writeString(
        root.resolve("dead-letter/.replayed/directory-00000001"),
        "sent " + ONE.id() + " s/shard/7\nsent " + TWO.id() + " s/sh",
        StandardOpenOption.CREATE_NEW);
    ReplayLog again = log("directory");
    assertThat(again.state(ONE)).isEqualTo(SENT);
    assertThat(again.state(TWO)).isEqualTo(UNCLEAR);
  }
}
