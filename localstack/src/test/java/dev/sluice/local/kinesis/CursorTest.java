package dev.sluice.local.kinesis;

import static dev.sluice.local.kinesis.StreamFixture.STREAM;
import static dev.sluice.local.kinesis.StreamFixture.entry;
import static dev.sluice.local.kinesis.StreamFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CursorTest {

  private final StreamFixture fixture = StreamFixture.withShards(1);
  private final KinesisStreams streams = fixture.streams;

  private List<PutResult> put(String producer, long number, String... texts) {
    List<PutEntry> entries = List.of(texts).stream().map(StreamFixture::entry).toList();
    return streams.put(STREAM, entries, Optional.of(new Cursor(producer, number)));
  }

  @Test
  void aCallSentAgainStoresNothingAgain() {
    put("file", 2, "a", "b");
    List<PutResult> again = put("file", 2, "a", "b");

    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("a", "b");
    assertThat(again).hasSize(2).allMatch(result -> result instanceof PutResult.Stored);
    assertThat(streams.producerCursor("file")).isEqualTo(2);
  }

  @Test
  void producersDoNotKnowOfEachOther() {
    put("one", 1, "a");
    put("two", 1, "b");

    assertThat(texts(fixture.read(0, IteratorStart.TRIM_HORIZON))).containsExactly("a", "b");
    assertThat(streams.producerCursor("three")).isZero();
  }

  @Test
  void aCallThatOverlapsOrLeavesAGapIsRefused() {
    put("file", 2, "a", "b");

    assertThatThrownBy(() -> put("file", 3, "b", "c"))
        .hasMessageContaining("does not follow its cursor 2")
        .hasMessageEndingWith("Go on from record 2.");
    assertThatThrownBy(() -> put("file", 4, "d")).hasMessageContaining("does not follow");
    assertThat(streams.producerCursor("file")).isEqualTo(2);
    assertThat(fixture.read(0, IteratorStart.TRIM_HORIZON).records()).hasSize(2);
  }

  @Test
  void aCallWithACursorLandsAsAWholeOrNotAtAll() {
    StreamFixture limited = new StreamFixture(KinesisSettings.defaults().withShardLimits(true));
    limited.streams.createStream(STREAM, 1);
    List<PutEntry> entries = IntStream.range(0, 600).mapToObj(i -> entry("x" + i)).toList();
    limited.streams.put(STREAM, entries, Optional.of(new Cursor("file", 600)));

    assertThatThrownBy(
            () -> limited.streams.put(STREAM, entries, Optional.of(new Cursor("file", 1_200))))
        .extracting("code")
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(limited.streams.producerCursor("file")).isEqualTo(600);
    assertThat(limited.read(0, IteratorStart.TRIM_HORIZON).records()).hasSize(600);
    limited.clock.advance(1_000);
    limited.streams.put(STREAM, entries, Optional.of(new Cursor("file", 1_200)));
    assertThat(limited.read(0, IteratorStart.TRIM_HORIZON).records()).hasSize(1_200);
  }

  @Test
  void aRetryTakesNoStamps() {
    VirtualRate rate = new VirtualRate(1_000, 1);
    KinesisStreams run = new KinesisStreams(rate, rate, KinesisSettings.defaults(), Journal.none());
    run.createStream(STREAM, 1);
    Optional<Cursor> cursor = Optional.of(new Cursor("file", 1));
    run.put(STREAM, List.of(entry("a")), cursor);
    run.put(STREAM, List.of(entry("a")), cursor);
    run.put(STREAM, entry("b"));

    assertThat(rate.nowMillis()).isEqualTo(2_000);
  }

  @Test
  void theNumberIsWhatFollowsTheLastColon() {
    assertThat(Cursor.parse("s3://bucket:7/file:12"))
        .isEqualTo(new Cursor("s3://bucket:7/file", 12));
    for (String wrong : List.of("12", "file:", "file:x", ":3", "file:0", "file:-1")) {
      assertThatThrownBy(() -> Cursor.parse(wrong)).as(wrong).isInstanceOf(KinesisException.class);
    }
  }
}
