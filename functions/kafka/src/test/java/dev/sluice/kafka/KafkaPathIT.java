package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Broker, mapping, functions and coordinator, against what the harness gives for the same records.
 */
@ExtendWith(SharedBroker.class)
class KafkaPathIT {
  private static final int BUCKETS = 2;
  private static final int PARTITIONS_BEFORE = 3;
  private static final int PARTITIONS_AFTER = 4;
  private static final Duration WAIT = Duration.ofSeconds(3);

  private static EmbeddedKafka kafka;
  private static Topics topics;

  private final Mapping mapping = new Mapping(topics, Sums.TOPIC);
  private KafkaSource source;
  private World world;
  private int sent;

  @BeforeAll
  static void start(EmbeddedKafka broker) {
    kafka = broker;
    topics = new Topics(kafka);
  }

  @AfterAll
  static void stop() {
    topics.close();
  }

  private void send(int partition, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String key = "k" + sent % 7;
      topics.put(Sums.TOPIC, partition, sent % 5 == 0 ? null : key, key + "," + sent);
      sent++;
      kafka.time.pass(Duration.ofMillis(137));
    }
  }

  private void coordinate() {
    world.engine().coordinator().run();
  }

  @Test
  void outputsAreThoseOfTheSameRecordsInTheHarness() throws Exception {
    topics.create(Sums.TOPIC, PARTITIONS_BEFORE);
    source = kafka.source(Map.of("SLUICE_KAFKA_LAG_ALLOWANCE", "PT0S"));
    world = new World(new Sums(), source, kafka.time::milliseconds, BUCKETS);
    coordinate();

    send(0, 10);
    send(1, 10); // and partition 2 stays idle
    KafkaTransformFunction warm = world.transform();
    assertThat(mapping.deliver(warm, 7)).isTrue();
    kafka.time.pass(WAIT);
    coordinate();
    assertThat(directories(world.files()))
        .as("closed beside an idle partition")
        .hasSizeGreaterThan(4);

    send(0, 5);
    send(1, 5);
    mapping.rewind();
    assertThat(mapping.deliver(world.transform(), 11)).as("all again, cut otherwise").isTrue();
    mapping.rewind();
    assertThat(mapping.deliver(warm, 4)).as("by a process that stood still").isTrue();

    topics.grow(Sums.TOPIC, PARTITIONS_AFTER);
    send(3, 8);
    assertThat(mapping.deliver(warm, 5)).as("before it is registered").isFalse();
    assertThat(world.problems).last().asString().contains("kafka:lines/000003", "SLUICE-E07");
    coordinate();
    assertThat(mapping.deliver(warm, 5)).isTrue();
    send(2, 3);
    send(3, 3);
    mapping.deliver(world.transform(), 100);
    kafka.time.pass(WAIT);
    coordinate();

    try (Producer<byte[], byte[]> producer = topics.producer(Map.of("transactional.id", "last"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(Sums.TOPIC, 1, Topics.bytes("k9"), Topics.bytes("k9,9")));
      producer.commitTransaction(); // which takes an offset behind the record
    }
    mapping.deliver(world.transform(), 100);

    finish();
    source.close();
    assertThat(world.files())
        .isEqualTo(Expected.files(topics.read(Sums.TOPIC), PARTITIONS_AFTER, BUCKETS));
    assertThat(String.join("", world.files().values()))
        .contains("k3,3\n", "k9,9\n", "k" + (sent - 1) % 7 + "," + (sent - 1) + "\n");
  }

  private void finish() {
    Engine engine = world.engine();
    for (int i = 0; !engine.coordinator().finish(); i++) {
      assertThat(i).isLessThan(20);
      kafka.time.pass(WAIT);
    }
  }

  private static List<String> directories(SortedMap<String, String> files) {
    return files.keySet().stream()
        .map(name -> name.substring(0, name.indexOf('/')))
        .distinct()
        .toList();
  }
}
