package dev.sluice.kafka;

import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Connections to a cluster: what is asked, and who answers. */
final class Brokers implements AutoCloseable {
  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;

  Brokers(KafkaSettings settings) {
    this.admin = Admin.create(settings.admin());
    this.consumer = new KafkaConsumer<>(settings.consumer());
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

  /** For one thread at a time. */
  Consumer<byte[], byte[]> consumer() {
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
    consumer.close();
  }
}
