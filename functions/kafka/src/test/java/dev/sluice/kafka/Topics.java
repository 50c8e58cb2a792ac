package dev.sluice.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a test does with the topics of a broker. */
final class Topics implements AutoCloseable {
  private final EmbeddedKafka kafka;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  Topics(EmbeddedKafka kafka) {
    this.kafka = kafka;
    this.admin = kafka.admin();
    this.producer = producer(Map.of("linger.ms", 0));
  }

  /** A topic whose records have the stamps of the broker. */
  void create(String topic, int partitions) throws Exception {
    create(topic, partitions, Map.of("message.timestamp.type", "LogAppendTime"));
  }

  void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1));
    admin.createTopics(List.of(wanted.configs(settings))).all().get();
    await(topic, partitions);
  }

  void grow(String topic, int partitions) throws Exception {
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    await(topic, partitions);
  }

  /** The controller answers before the broker knows. */
  private void await(String topic, int partitions) throws Exception {
    for (int i = 0; i < 100; i++) {
      try {
        if (admin
                .describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get()
                .partitions()
                .size()
            == partitions) {
          return;
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the broker does not show " + partitions + " partitions of " + topic);
  }

  Producer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(kafka.config());
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes a record; null is no key, or no value. */
  void put(String topic, int partition, String key, String value) throws Exception {
    producer.send(new ProducerRecord<>(topic, partition, bytes(key), bytes(value))).get();
  }

  /** Removes the records before an offset, as a topic's retention does. */
  void forget(String topic, long before) throws Exception {
    TopicPartition first = new TopicPartition(topic, 0);
    admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(before))).all().get();
  }

  /** All records of a topic, partition by partition. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      int partitions = consumer.partitionsFor(topic).size();
      List<TopicPartition> all =
          IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      for (TopicPartition each : all) {
        consumer.assign(List.of(each));
        consumer.seekToBeginning(List.of(each));
        while (consumer.position(each) < ends.get(each)) {
          consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
        }
      }
    }
    return records;
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        kafka.config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
