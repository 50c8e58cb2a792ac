package dev.sluice.kafka;

import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Connections to a cluster: what is asked, and who answers. */
final class Brokers implements AutoCloseable {
  private final KafkaSettings settings;
  private final Admin admin;
  private Consumer<byte[], byte[]> consumer;

  /**
   * @throws StoreRefusedException if the settings cannot be used
   */
  Brokers(KafkaSettings settings) {
    this.settings = settings;
    this.admin = make(() -> Admin.create(settings.admin()));
  }

  private static <T> T make(Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw KafkaFaults.translate("make a client of Kafka", cause);
    }
  }

  /**
   * How many partitions a topic has.
   *
   * @throws StoreRefusedException if there is no such topic
   */
  int partitions(String topic) {
    KafkaFuture<Integer> count =
        admin
            .describeTopics(List.of(topic))
            .topicNameValues()
            .get(topic)
            .thenApply(found -> found.partitions().size());
    return answer(count, "list the partitions of topic '" + topic + "'", topic);
  }

  /**
   * An offset of a partition: of what all in-sync replicas have, whoever asks.
   *
   * @return negative where a timestamp is behind all records
   */
  long offset(TopicPartition partition, OffsetSpec which) {
    KafkaFuture<Long> offset =
        admin
            .listOffsets(Map.of(partition, which))
            .partitionResult(partition)
            .thenApply(found -> found.offset());
    return answer(offset, "ask for an offset of " + partition, partition.topic());
  }

  /** What reads partitions; for one thread at a time. */
  Consumer<byte[], byte[]> consumer() {
    if (consumer == null) {
      consumer = make(() -> new KafkaConsumer<>(settings.consumer()));
    }
    return consumer;
  }

  private static <T> T answer(KafkaFuture<T> future, String what, String topic) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnknownTopicOrPartitionException
          || cause instanceof InvalidTopicException) {
        throw new StoreRefusedException(
            "there is no topic '" + topic + "', or the brokers do not show it to this user", cause);
      }
      throw KafkaFaults.translate(what, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("was interrupted in the attempt to " + what, e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    if (consumer != null) {
      consumer.close();
    }
  }
}
