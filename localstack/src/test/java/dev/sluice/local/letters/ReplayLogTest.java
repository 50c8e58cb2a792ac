package dev.sluice.local.letters;

import static dev.sluice.local.letters.ReplayLog.State.OPEN;
import static dev.sluice.local.letters.ReplayLog.State.SENT;
import static dev.sluice.local.letters.ReplayLog.State.UNCLEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.MemoryIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLogTest {
  private static final Letter ONE = SomeLetters.of("1");
  private static final Letter TWO = SomeLetters.of("2");
  private static final Letter THREE = SomeLetters.of("3");

  @TempDir Path root;
  private final MemoryIds ids = new MemoryIds();

  private ReplayLog log(String series) {
    return log(new LetterDirectory(root, ids), series);
  }

  private ReplayLog log(LetterStore store, String series) {
    return ReplayLog.read(store, "dead-letter/", series, ids);
  }

  /** A store whose client gets no answer to a put that is done, and puts once more. */
  private record Unanswered(LetterStore store) implements LetterStore {
    @Override
    public List<String> list(String prefix) {
      return store.list(prefix);
    }

    @Override
    public Optional<byte[]> get(String name) {
      return store.get(name);
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) {
      store.putIfAbsent(name, content);
      return store.putIfAbsent(name, content);
    }
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
  void whatWasSentAsAWholeIsNotSentOnceMoreRecordByRecord() {
    ReplayLog log = log("directory");
    log.begin(List.of(ONE));
    log.end(List.of(ONE), Map.of(ONE.id(), "s/shard/7"));
    assertThat(log.state(SomeLetters.of("1.0"))).isEqualTo(SENT);
    assertThat(log.state(SomeLetters.of("2.0"))).isEqualTo(OPEN);
    log.begin(List.of(SomeLetters.of("1.0"), SomeLetters.of("2.0")));
    assertThat(log.state(SomeLetters.of("1.0"))).isEqualTo(UNCLEAR);
    assertThat(log.state(SomeLetters.of("2.1"))).isEqualTo(OPEN);
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
  void whatArrivedIsKnownThoughAnotherReplayHasBegunMeanwhile() {
    ReplayLog first = log("directory");
    first.begin(List.of(ONE));
    ReplayLog second = log("directory");
    second.begin(List.of(TWO));
    first.end(List.of(ONE), Map.of(ONE.id(), "s/shard/7"));
    assertThat(log("directory").state(ONE)).isEqualTo(SENT);
    assertThat(log("directory").state(TWO)).isEqualTo(UNCLEAR);
    assertThatThrownBy(() -> first.begin(List.of(THREE)))
        .as("what the other has begun is not known to it")
        .hasMessageContaining("SLUICE-L03");

    second.end(List.of(TWO), Map.of(TWO.id(), "s/shard/8"));
    second.begin(List.of(THREE));
    second.end(List.of(THREE), Map.of(THREE.id(), "s/shard/9"));
    for (ReplayLog each : List.of(second, log("directory"))) {
      assertThat(List.of(ONE, TWO, THREE)).allMatch(letter -> each.state(letter) == SENT);
    }
  }

  @Test
  void ofTwoReplaysAtOnceOneGoesOn() {
    ReplayLog first = log("directory");
    first.begin(List.of(ONE));
    ReplayLog second = log("directory");
    first.end(List.of(ONE), Map.of(ONE.id(), "s/shard/7"));
    assertThat(second.begin(List.of(TWO))).as("looks again at what it sends").isFalse();
    assertThat(second.state(ONE)).isEqualTo(SENT);
    assertThat(second.begin(List.of(TWO))).isTrue();
    assertThatThrownBy(() -> first.begin(List.of(THREE))).hasMessageContaining("SLUICE-L03");
  }

  @Test
  void whatOneReplayWasRefusedIsNotOpenWhereAnotherHasSentItOrMayHave() {
    ReplayLog first = log("directory");
    first.begin(List.of(ONE, TWO));
    ReplayLog again = log("directory");
    again.begin(List.of(ONE, TWO));
    again.end(List.of(ONE), Map.of(ONE.id(), "s/shard/7"));
    first.end(List.of(ONE, TWO), Map.of());
    assertThat(log("directory").state(ONE)).isEqualTo(SENT);
    assertThat(log("directory").state(TWO)).isEqualTo(UNCLEAR);
    again.end(List.of(TWO), Map.of());
    assertThat(log("directory").state(TWO)).isEqualTo(OPEN);
  }

  @Test
  void whatIsSentOnceMoreIsInDoubtUntilItsEnd() {
    ReplayLog log = log("directory");
    log.begin(List.of(ONE));
    log.end(List.of(ONE), Map.of(ONE.id(), "s/shard/7"));
    log.begin(List.of(ONE));
    assertThat(log("directory").state(ONE)).isEqualTo(UNCLEAR);
    log.end(List.of(ONE), Map.of(ONE.id(), "s/shard/8"));
    assertThat(log("directory").state(ONE)).isEqualTo(SENT);
  }

  @Test
  void whatWasSentStaysSentWhereItIsRefusedOnceMore() {
    ReplayLog log = log("directory");
    Letter record = SomeLetters.of("2.0");
    log.begin(List.of(ONE, TWO));
    log.end(List.of(ONE, TWO), Map.of(ONE.id(), "s/shard/7", TWO.id(), "s/shard/8"));
    log.begin(List.of(ONE, record));
    log.end(List.of(ONE, record), Map.of());
    for (ReplayLog each : List.of(log, log("directory"))) {
      assertThat(each.state(ONE)).isEqualTo(SENT);
      assertThat(each.state(record)).as("sent in its whole").isEqualTo(SENT);
    }
  }

  @Test
  void noteThatAnotherReplayHasNotFinishedMayBegin() throws IOException {
    ReplayLog slow = log("directory");
    SomeLetters.write(root, "dead-letter/.replayed/directory-00000000", "id 1");
    assertThatThrownBy(() -> slow.begin(List.of(ONE))).hasMessageContaining("SLUICE-L03");
  }

  @Test
  void noteWhoseAnswerWasLostIsNoOtherReplay() {
    LetterStore store = new Unanswered(new LetterDirectory(root, ids));
    ReplayLog slow = log(store, "bucket");
    ReplayLog log = log(store, "bucket");
    log.begin(List.of(ONE));
    assertThatThrownBy(() -> slow.begin(List.of(ONE)))
        .as("notes the same lines")
        .hasMessageContaining("SLUICE-L03");
    log.end(List.of(ONE), Map.of(ONE.id(), "s/shard/7"));
    assertThat(log("bucket").state(ONE)).isEqualTo(SENT);
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
