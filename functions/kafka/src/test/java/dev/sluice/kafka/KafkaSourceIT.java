package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source.Probe;
import dev.sluice.ports.Source.Shard;
import dev.sluice.ports.StoreRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaSourceIT {
  private static final String FIRST = "000000";

  private static EmbeddedKafka kafka;
  private static Topics topics;
  private static KafkaSource source;

  @BeforeAll
  static void start(EmbeddedKafka broker) {
    kafka = broker;
    topics = new Topics(kafka);
    source = kafka.source(Map.of());
  }

  @AfterAll
  static void stop() {
    source.close();
    topics.close();
  }

  private static Position at(long offset) {
    return Position.of(Long.toString(offset));
  }

  private static boolean isIdle(KafkaSource source, String topic, Position after) {
    Probe found = source.probe(topic, FIRST, after);
    assertThat(found.ended()).isFalse();
    assertThat(found.children()).isEmpty();
    return found.empty() && found.millisBehindLatest() == 0;
  }

  private static boolean isIdle(String topic, Position after) {
    return isIdle(source, topic, after);
  }

  private static void put(String topic, String... values) throws Exception {
    for (String value : values) {
      topics.put(topic, 0, "k", value);
    }
  }

  @Test
  void partitionsAreShardsInTheirOrder() throws Exception {
    topics.create("many", 12);
    List<Shard> shards = source.shards("many");
    assertThat(shards).extracting(Shard::id).hasSize(12).isSorted().contains("000000", "000011");
    assertThat(shards).allMatch(each -> each.parents().isEmpty());
    assertThat(source.hashKeys("many", "000011")).isEqualTo(HashRange.ALL);

    topics.grow("many", 13);
    assertThat(source.probe("many", "000012", Position.START).empty()).isTrue();
    assertThat(source.shards("many")).hasSize(13);
  }

  @Test
  void recordBehindThePositionIsSeenAndBeforeItIsNot() throws Exception {
    topics.create("plain", 1);
    assertThat(isIdle("plain", Position.START)).isTrue();
    put("plain", "a", "b");

    assertThat(isIdle("plain", Position.START)).isFalse();
    assertThat(isIdle("plain", at(0))).isFalse();
    assertThat(isIdle("plain", at(1))).isTrue();
    assertThat(isIdle("plain", at(1))).isTrue();
    put("plain", "c");
    assertThat(isIdle("plain", at(1))).isFalse();
    assertThat(isIdle("plain", at(2))).isTrue();
  }

  @Test
  void idlePartitionSaysNothingOfTheTimeInWhichARecordMayBeInvisible() throws Exception {
    topics.create("lagging", 1);
    try (KafkaSource patient = kafka.source(Map.of("SLUICE_KAFKA_LAG_ALLOWANCE", "PT45S"))) {
      long before = kafka.time.milliseconds();
      Probe found = patient.probe("lagging", FIRST, Position.START);
      long after = kafka.time.milliseconds();
      assertThat(found.idleUntilMillis()).isBetween(before - 45_000, after - 45_000);
    }
  }

  @Test
  void endOfATransactionBehindTheLastRecordIsNoRecord() throws Exception {
    topics.create("committed", 1);
    try (Producer<byte[], byte[]> producer = transactions("committed")) {
      producer.beginTransaction();
      producer.send(record("committed", "a")).get();
      producer.commitTransaction();

      assertThat(isIdle("committed", Position.START)).isFalse();
      assertThat(isIdle("committed", at(0))).isTrue();
      put("committed", "b"); // at 2, behind the commit
      assertThat(isIdle("committed", at(0))).isFalse();
      assertThat(isIdle("committed", at(2))).isTrue();
    }
  }

  @Test
  void abortedRecordsAreNoneOnlyForAMappingThatReadsWhatIsCommitted() throws Exception {
    topics.create("aborted", 1);
    put("aborted", "a");
    try (Producer<byte[], byte[]> producer = transactions("aborted");
        KafkaSource committed =
            kafka.source(Map.of("SLUICE_KAFKA_ISOLATION_LEVEL", "read_committed"))) {
      producer.beginTransaction();
      producer.send(record("aborted", "b")).get();
      assertThat(isIdle("aborted", at(0))).isFalse();
      assertThat(isIdle(committed, "aborted", at(0))).isFalse(); // it may be committed yet
      producer.abortTransaction();

      assertThat(isIdle("aborted", at(0))).isFalse();
      assertThat(isIdle("aborted", at(1))).isTrue();
      assertThat(isIdle(committed, "aborted", at(0))).isTrue();
    }
  }

  @Test
  void recordsThatRetentionRemovedAreNotWaitedFor() throws Exception {
    topics.create("short", 1);
    put("short", "a", "b", "c");
    topics.forget("short", 2);
    assertThat(isIdle("short", at(0))).isFalse();
    assertThat(isIdle("short", Position.START)).isFalse();

    topics.forget("short", 3);
    assertThat(isIdle("short", at(0))).isTrue();
    assertThat(isIdle("short", Position.START)).isTrue();
  }

  @Test
  void partitionThatEndsBeforeWhatWasReadIsRefused() throws Exception {
    topics.create("anew", 1);
    put("anew", "a");
    assertThatThrownBy(() -> isIdle("anew", at(1)))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("SLUICE-K03 partition anew-0 ends at offset 1, but records up to 1");
  }

  @Test
  void whatIsOlderThanTheStartOfTheMappingNeverComes() throws Exception {
    topics.create("started", 1);
    put("started", "a");
    kafka.time.pass(Duration.ofSeconds(5));
    String start = Instant.ofEpochMilli(kafka.time.milliseconds() - 1000).toString();
    try (KafkaSource late = kafka.source(Map.of("SLUICE_KAFKA_STARTING_TIMESTAMP", start))) {
      assertThat(isIdle("started", Position.START)).isFalse();
      assertThat(isIdle(late, "started", Position.START)).isTrue();
      put("started", "b");
      assertThat(isIdle(late, "started", Position.START)).isFalse();
      assertThat(isIdle(late, "started", at(1))).isTrue();
    }
  }

  @Test
  void unknownTopicAndPartitionAreRefusedByName() throws Exception {
    topics.create("known", 1);
    assertThatThrownBy(() -> source.shards("unknown"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("'unknown'");
    for (String shard : List.of("000001", "0", "x", "99999999999")) {
      assertThatThrownBy(() -> source.probe("known", shard, Position.START))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessage("topic 'known' has no partition " + shard + ", only 1");
    }
  }

  private static Producer<byte[], byte[]> transactions(String id) {
    Producer<byte[], byte[]> producer = topics.producer(Map.of("transactional.id", id));
    producer.initTransactions();
    return producer;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
    return new ProducerRecord<>(topic, Topics.bytes(value));
  }
}
