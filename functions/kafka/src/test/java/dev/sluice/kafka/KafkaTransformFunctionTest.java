package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import dev.sluice.engine.Engine;
import dev.sluice.memory.MemoryClock;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaTransformFunctionTest {
  private static final long START_MILLIS = 1_000_000;
  private static final String COPY = "copy-1001000.txt/part-00000";

  /** Partitions behind whose lanes nothing is. */
  private static final class Delivered implements Source {
    private int partitions = 2;

    @Override
    public List<Shard> shards(String topic) {
      assertThat(topic).isEqualTo(Sums.TOPIC);
      return IntStream.range(0, partitions)
          .mapToObj(i -> new Shard(Partitions.id(i), List.of()))
          .toList();
    }

    @Override
    public Probe probe(String topic, String shardId, Position after) {
      return new Probe(true, 0, false, List.of());
    }

    @Override
    public HashRange hashKeys(String topic, String shardId) {
      return HashRange.ALL;
    }
  }

  private final Delivered topic = new Delivered();
  private final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(START_MILLIS));
  private final World world = new World(new Sums(), topic, clock, 1);

  @BeforeEach
  void start() {
    world.engine().coordinator().run();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, TimestampType type, String key, String value) {
    return new ConsumerRecord<>(
        Sums.TOPIC,
        partition,
        offset,
        START_MILLIS + offset,
        type,
        0,
        0,
        Topics.bytes(key),
        Topics.bytes(value),
        new RecordHeaders().add("trace", new byte[] {-1, 0, 1}),
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, String value) {
    return record(partition, offset, TimestampType.LOG_APPEND_TIME, "k", value);
  }

  private SortedMap<String, String> finish() {
    clock.set(Instant.ofEpochMilli(START_MILLIS).plus(Duration.ofHours(1)));
    Engine engine = world.engine();
    for (int i = 0; !engine.coordinator().finish(); i++) {
      assertThat(i).isLessThan(10);
    }
    return world.files();
  }

  @Test
  void recordsOfSeveralPartitionsAreTaken() {
    String answer =
        world
            .transform()
            .handleRequest(
                Events.of(List.of(record(1, 5, "b,2"), record(0, 7, "a,1"), record(1, 9, "c,3"))),
                null);

    assertThat(answer).isEqualTo("done");
    assertThat(world.problems).isEmpty();
    assertThat(finish())
        .containsEntry(COPY, "a,1\nb,2\nc,3\n")
        .containsKey("sums-1001000.csv/part-00000");
  }

  @Test
  void whatIsDeliveredAgainInOtherPiecesChangesNothing() {
    KafkaTransformFunction one = world.transform();
    KafkaTransformFunction other = world.transform();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(record(i % 2, i * 3, "k" + i + "," + i));
    }
    one.handleRequest(Events.of(records.subList(0, 12)), null);
    other.handleRequest(Events.of(records.subList(4, 16)), null);
    one.handleRequest(Events.of(records.subList(8, 20)), null);
    other.handleRequest(Events.of(records), null);

    assertThat(finish().get(COPY).lines())
        .hasSize(20)
        .startsWith("k0,0", "k2,2", "k4,4")
        .endsWith("k17,17", "k19,19");
  }

  @Test
  void partitionThatCannotBeCommittedFailsTheCallAndNotTheOthers() {
    KafkaEvent event = Events.of(List.of(record(0, 1, "a,1"), record(1, 2, "b,2")));
    world.throttledLane = "shard/kafka:lines/000000";
    assertThatThrownBy(() -> world.transform().handleRequest(event, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "SLUICE-K04 1 of 2 partitions could not be committed, and the mapping is to repeat the"
                + " call: kafka:lines/000000 at 1: ");
    assertThat(world.problems)
        .singleElement()
        .asString()
        .startsWith("sluice: kafka:lines/000000 at 1: ");
    world.throttledLane = "shard/kafka:lines/000001"; // done: nothing is appended to it any more
    assertThat(world.transform().handleRequest(event, null)).isEqualTo("done");
    world.throttledLane = null;

    assertThat(finish()).containsEntry(COPY, "a,1\nb,2\n");
  }

  @Test
  void faultOfOnePartitionIsShownWithItsCauseBehindTheOthers() {
    KafkaEvent event =
        Events.of(List.of(record(0, 5, "a,1"), record(0, 5, "a,1"), record(1, 2, "b,2")));
    assertThatThrownBy(() -> world.transform().handleRequest(event, null))
        .hasMessageContaining("SLUICE-E10")
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    assertThat(finish()).containsEntry(COPY, "b,2\n");
  }

  @Test
  void partitionThatIsNewWakesTheCoordinatorAndIsTakenOnceRegistered() {
    KafkaEvent event = Events.of(List.of(record(2, 0, "a,1")));
    topic.partitions = 3;
    assertThatThrownBy(() -> world.transform().handleRequest(event, null))
        .hasMessageContaining("SLUICE-E07");
    assertThat(world.wakeUps).isEqualTo(1);
    world.engine().coordinator().run();
    assertThat(world.transform().handleRequest(event, null)).isEqualTo("done");

    assertThat(finish()).containsEntry(COPY, "a,1\n");
  }

  @Test
  void stampOfAProducerIsRefusedWithTheSettingAndNothingIsCommitted() {
    for (TimestampType type : List.of(TimestampType.CREATE_TIME, TimestampType.NO_TIMESTAMP_TYPE)) {
      KafkaEvent event = Events.of(List.of(record(0, 3, "a,1"), record(1, 4, type, "k", "b,2")));
      assertThatThrownBy(() -> world.transform().handleRequest(event, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "SLUICE-K01 record lines-1 offset 4 has the timestamp type " + type.name())
          .hasMessageContaining("message.timestamp.type=LogAppendTime");
    }
    assertThat(finish().keySet()).noneMatch(name -> name.startsWith("copy"));
  }

  @Test
  void recordWithoutAValueIsADeadLetter() {
    world
        .transform()
        .handleRequest(
            Events.of(
                List.of(
                    record(0, 3, TimestampType.LOG_APPEND_TIME, "k", null),
                    record(0, 4, TimestampType.LOG_APPEND_TIME, null, "a,1"))),
            null);
    SortedMap<String, String> files = finish();
    assertThat(files).containsEntry(COPY, "a,1\n");
    assertThat(files.get("dead-letter/kafka/lines-1001000.csv/part-00000"))
        .startsWith("kafka:lines/000000,3,SLUICE-K06 the record has no value")
        .hasLineCount(1);
  }

  @Test
  void whatIsNoRecordOfAMappingIsRefused() {
    for (String json :
        List.of(
            "{\"topic\": \"lines\", \"partition\": 0, \"offset\": 1, \"timestamp\": 2, \"value\": \"?\"}",
            "{\"topic\": \"lines\", \"partition\": 0, \"offset\": -1, \"timestamp\": 2}",
            "{\"topic\": \"lines\", \"partition\": -1, \"offset\": 1, \"timestamp\": 2}",
            "{\"partition\": 0, \"offset\": 1, \"timestamp\": 2}",
            "null")) {
      KafkaEvent event = Events.parse("{\"records\": {\"lines-0\": [" + json + "]}}");
      assertThatThrownBy(() -> world.transform().handleRequest(event, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("SLUICE-K05 ");
    }
  }

  @Test
  void eventOfAnythingElseIsRefused() {
    for (String json : List.of("{}", "{\"Records\": [{\"eventSource\": \"aws:kinesis\"}]}")) {
      KafkaEvent event = Events.parse(json);
      assertThatThrownBy(() -> world.transform().handleRequest(event, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("SLUICE-K05 an event without records is none");
    }
  }

  @Test
  void eventWithoutRecordsIsDone() {
    assertThat(Events.parse("{\"records\": {}}").getRecords()).isEqualTo(Map.of());
    assertThat(world.transform().handleRequest(Events.of(List.of()), null)).isEqualTo("done");
  }
}
