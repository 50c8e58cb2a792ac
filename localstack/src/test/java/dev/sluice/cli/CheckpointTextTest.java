package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckpointTextTest {
  private static CheckpointDesk.Summary summary(long moment, long goodUntil, String... lanes) {
    List<CheckpointDesk.Lane> all =
        Stream.of(lanes).map(name -> new CheckpointDesk.Lane(name, 1, 2, 3, 4)).toList();
    return new CheckpointDesk.Summary("", 3, 1_000, moment, moment, goodUntil, 1, 2, 3, 4, all);
  }

  @Test
  void whatATopicHasInPartitionsThatNobodyKnewIsNotForgotten() {
    String[] kinesis = {Lanes.CONTROL, Lanes.shard("clicks", "shardId-000000000000")};
    assertThat(CheckpointText.since(summary(2_000, 3_000, kinesis)))
        .endsWith("00:00:02Z less a minute, unless the app has come to read another stream since");
    String[] topic = {Lanes.CONTROL, Lanes.shard("kafka:clicks", "0")};
    assertThat(CheckpointText.since(summary(2_000, 3_000, topic)))
        .endsWith("since, or a topic had just got partitions when the checkpoint was taken");
    assertThat(CheckpointText.since(summary(Long.MIN_VALUE, 3_000, topic))).isEmpty();
  }

  @Test
  void programsGetNullWhereThereIsNoMoment() {
    assertThat(ValueText.json(CheckpointText.fields(summary(Long.MIN_VALUE, Long.MAX_VALUE))))
        .startsWith("{\"number\":3,\"taken\":\"1970-01-01T00:00:01Z\",")
        .contains("\"border\":null,\"replayFrom\":null,\"goodUntil\":\"for good\",");
    assertThat(ValueText.json(CheckpointText.fields(summary(2_000, 3_000))))
        .contains("\"border\":\"1970-01-01T00:00:02Z\"", "\"goodUntil\":\"1970-01-01T00:00:03Z\"");
  }

  /** An earlier checkpoint's part of a lane counts as a whole, with entries nobody needs now. */
  @Test
  void whatEntriesKeepBesideThemIsSaidToBeAnUpperLimit() {
    assertThat(CheckpointText.line(summary(2_000, 3_000)))
        .contains(" 2 bytes in 4 packs, at most 3 bytes beside them\t");
    assertThat(CheckpointText.line(new CheckpointDesk.Lane("l", 1, 2, 30, 40)))
        .isEqualTo("l\tentries 1 to 2\t30 bytes, at most 40 beside them");
  }

  @Test
  void peopleReadThatThereIsNone() {
    assertThat(CheckpointText.line(summary(Long.MIN_VALUE, 3_000)))
        .contains("\tborder none\t")
        .endsWith("\tgood until 1970-01-01T00:00:03Z\tread again from the oldest record");
  }
}
