package dev.sluice.kafka;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A topic in memory whose offsets have gaps, as those of compacted and transactional topics. */
final class MemoryTopic implements Source {
  private final String topic;
  private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();

  MemoryTopic(String topic, int partitions) {
    this.topic = topic;
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new ArrayList<>());
    }
  }

  /**
   * @param gap offsets that are left out before it
   */
  void put(int partition, int gap, long stampMillis, String key, String value) {
    List<ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
    long last = records.isEmpty() ? -1 : records.get(records.size() - 1).offset();
    records.add(
        new ConsumerRecord<>(
            topic,
            partition,
            last + 1 + gap,
            stampMillis,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            Topics.bytes(key),
            Topics.bytes(value),
            new RecordHeaders(),
            Optional.empty()));
  }

  List<ConsumerRecord<byte[], byte[]>> partition(int number) {
    return partitions.get(number);
  }

  List<ConsumerRecord<byte[], byte[]>> all() {
    return partitions.stream().flatMap(List::stream).toList();
  }

  @Override
  public List<Shard> shards(String name) {
    return IntStream.range(0, partitions.size())
        .mapToObj(i -> new Shard(Partitions.id(i), List.of()))
        .toList();
  }

  @Override
  public Probe probe(String name, String shardId, Position after) {
    long from = after.equals(Position.START) ? 0 : Long.parseLong(after.sequence()) + 1;
    boolean empty =
        partitions.get(Integer.parseInt(shardId)).stream().noneMatch(each -> each.offset() >= from);
    return new Probe(empty, empty ? 0 : 1, false, List.of());
  }

  @Override
  public HashRange hashKeys(String name, String shardId) {
    return HashRange.ALL;
  }
}
