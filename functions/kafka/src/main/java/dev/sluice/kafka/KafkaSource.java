package dev.sluice.kafka;

import dev.sluice.ports.Clock;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What the brokers say about topics. A partition is a shard, an offset a position. Whether a
 * partition is idle follows from its end offset, and where that is ahead of the lane from a read:
 * behind the last record there may be only what ends transactions, or places of records that are
 * gone.
 *
 * <pre>
 * offsets:            0  1  2  3=commit   end 4
 * a lane at offset 2:           idle: a read comes from 3 to 4 without a record
 * a lane at offset 1:        not idle
 * </pre>
 *
 * <p>With {@code isolation.level=read_committed} aborted records are no records, and a partition
 * with an open transaction is not idle; without it every record counts, as mappings deliver it.
 */
public final class KafkaSource implements Source, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /** So that a probe ends; beyond that the lane waits for the next one. */
  private static final int MAX_POLLS = 10;

  /** Asking each of many partitions in vain would take the whole time of a call. */
  private static final long SILENCE_MILLIS = 10_000;

  private static final Probe RECORDS = new Probe(false, Long.MAX_VALUE, false, List.of());

  /** A read that did not come to the end: nothing follows from it. */
  private static final Probe UNKNOWN = new Probe(true, Long.MAX_VALUE, false, List.of());

  private final KafkaSettings settings;
  private final Clock clock;
  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
  private Brokers brokers;
  private long silentUntilMillis = Long.MIN_VALUE;

  /** Topics of a cluster; it connects when it is asked first. */
  public KafkaSource(KafkaSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public synchronized List<Shard> shards(String topic) {
    return ask(() -> list(topic));
  }

  private List<Shard> list(String topic) {
    int count = brokers().partitions(topic);
    partitions.put(topic, count);
    return IntStream.range(0, count).mapToObj(i -> new Shard(Partitions.id(i), List.of())).toList();
  }

  @Override
  public synchronized Probe probe(String topic, String shardId, Position after) {
    return ask(() -> look(topic, shardId, after));
  }

  /** Asks the brokers, unless they did not answer a moment ago. */
  private <T> T ask(Supplier<T> question) {
    if (clock.nowMillis() < silentUntilMillis) {
      throw new StoreUnavailableException("the brokers did not answer a moment ago", null);
    }
    try {
      return question.get();
    } catch (StoreUnavailableException e) {
      silentUntilMillis = clock.nowMillis() + SILENCE_MILLIS;
      throw e;
    }
  }

  private Probe look(String topic, String shardId, Position after) {
    TopicPartition partition = partition(topic, shardId);
    // Before asking: what is stamped later than this is not behind the answer.
    long idleUntil = clock.nowMillis() - settings.lagAllowance().toMillis();
    long end = brokers().offset(partition, OffsetSpec.latest());
    long from = from(partition, after, end);
    if (from > end) {
      throw new StoreRefusedException(
          "SLUICE-K03 partition "
              + partition
              + " ends at offset "
              + end
              + ", but records up to "
              + after
              + " have been read from it; it was made anew, or has lost records: start the app"
              + " under another name");
    }
    return from == end ? idle(idleUntil) : read(partition, from, end, idleUntil);
  }

  private long from(TopicPartition partition, Position after, long end) {
    if (!after.equals(Position.START)) {
      return Long.parseLong(after.sequence()) + 1;
    }
    if (settings.start().isEmpty()) {
      return 0;
    }
    long millis = settings.start().get().toEpochMilli();
    long first = brokers().offset(partition, OffsetSpec.forTimestamp(millis));
    return first < 0 ? end : Math.min(first, end); // negative where no record is that new
  }

  /** What is gone by the topic's retention is passed over, as mappings pass over it. */
  private Probe read(TopicPartition partition, long from, long end, long idleUntil) {
    Consumer<byte[], byte[]> consumer = brokers().consumer();
    try {
      if (consumer.endOffsets(List.of(partition)).get(partition) < end) {
        return UNKNOWN; // a transaction is open, and no read of what is committed comes to the end
      }
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      for (int polls = 0; polls < MAX_POLLS && consumer.position(partition) < end; polls++) {
        if (!consumer.poll(POLL).isEmpty()) {
          return RECORDS;
        }
      }
      return consumer.position(partition) < end ? UNKNOWN : idle(idleUntil);
    } catch (KafkaException e) {
      throw KafkaFaults.translate("look behind offset " + (from - 1) + " of " + partition, e);
    }
  }

  /** A record may have had its stamp for a while when the end offset takes it in. */
  private static Probe idle(long untilMillis) {
    return Probe.idleUntil(untilMillis);
  }

  /** Asked of packed records only, which Kafka does not know. */
  @Override
  public HashRange hashKeys(String topic, String shardId) {
    return HashRange.ALL;
  }

  private TopicPartition partition(String topic, String shardId) {
    int number = Partitions.number(shardId).orElse(Integer.MAX_VALUE);
    if (number >= partitions.getOrDefault(topic, 0) && number >= list(topic).size()) {
      throw new StoreRefusedException(
          "topic '" + topic + "' has no partition " + shardId + ", only " + partitions.get(topic));
    }
    return new TopicPartition(topic, number);
  }

  private Brokers brokers() {
    if (brokers == null) {
      brokers = new Brokers(settings);
    }
    return brokers;
  }

  @Override
  public synchronized void close() {
    if (brokers != null) {
      brokers.close();
      brokers = null;
    }
  }
}
