package dev.sluice.kafka;

import dev.sluice.memory.MemoryStream;
import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the harness gives for the records of a topic, delivered in peace. */
final class Expected {
  private static final String STREAM = "kafka:" + Sums.TOPIC;

  private Expected() {}

  /**
   * @param records partition by partition
   */
  static SortedMap<String, String> files(
      List<ConsumerRecord<byte[], byte[]>> records, int partitions, int buckets) {
    long first = records.stream().mapToLong(ConsumerRecord::timestamp).min().orElseThrow();
    StreamHarness run =
        StreamHarness.of(new Sums())
            .interval(World.INTERVAL)
            .buckets(buckets)
            .shards(STREAM, partitions)
            .startAt(Instant.ofEpochMilli(first))
            .start();
    MemoryStream topic = run.stream(STREAM);
    for (ConsumerRecord<byte[], byte[]> each : records) {
      String key =
          each.key() == null ? Integer.toString(each.partition()) : Topics.text(each.key());
      String shard = topic.shards(STREAM).get(each.partition()).id();
      topic.putTo(shard, key, each.value(), each.timestamp());
    }
    run.finish();
    return new TreeMap<>(run.files());
  }
}
