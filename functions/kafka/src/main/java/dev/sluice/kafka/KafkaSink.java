package dev.sluice.kafka;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.Pair;
import dev.sluice.api.Sink;
import dev.sluice.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Writes values into a Kafka topic, each at least once. A record that comes twice has the same id
 * both times, in the header {@value #ID}: {@code <name of the sink>/<batch>/<bucket>/<place in the
 * share>}, the same for the same value whatever fails and is repeated. A consumer that must count
 * once drops the ids that it has seen.
 *
 * <pre>
 * batch 20000, bucket 0:  a  b       sluice-id: sink/20000/0/0 = a   sluice-id: sink/20000/0/1 = b
 * repeated:               a  b       sluice-id: sink/20000/0/0 = a   sluice-id: sink/20000/0/1 = b
 * </pre>
 *
 * <pre>
 * totals.saveTo(
 *     "totals",
 *     new KafkaSink&lt;&gt;(
 *         () -&gt; Map.of("bootstrap.servers", System.getenv("BROKERS")),
 *         "totals",
 *         pair -&gt; KafkaSink.Message.text(pair.key(), pair.value().toString())));
 * </pre>
 *
 * <p>A batch is published when all in-sync replicas have every record of it. The producer is made
 * for the first rows of a process and lives as long as that is warm; after an error it is closed,
 * and the share comes again through a new one. Records of a share that reach one partition are in
 * the order of the share, unless an error lets it come again from its beginning.
 *
 * @param <T> the type of the values
 */
public final class KafkaSink<T> implements Sink<T> {
  /** The header that holds the id of a record, as UTF-8. */
  public static final String ID = "sluice-id";

  private final Supplier<? extends Map<String, ?>> config;
  private final String topic;
  private final Encoder<T> encoder;
  private final Function<Map<String, Object>, Producer<byte[], byte[]>> producers;

  /**
   * A record to be written.
   *
   * @param key decides the partition; null for any
   * @param value null for a tombstone: a compacted topic forgets the key
   */
  public record Message(byte[] key, byte[] value) {

    /** A record of texts, as UTF-8. */
    public static Message text(String key, String value) {
      return new Message(
          key == null ? null : key.getBytes(StandardCharsets.UTF_8),
          value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Makes the record of a value. */
  @FunctionalInterface
  public interface Encoder<T> {

    /**
     * The record of a value.
     *
     * @throws Exception to have the share repeated; the bucket waits
     */
    Message encode(T value) throws Exception;
  }

  /**
   * @param config gives the settings of the producer when a process has its first rows, {@code
   *     bootstrap.servers} and what the brokers' security needs. {@code acks}, idempotence and
   *     serializers are the sink's own; a share that is not taken within 30 s is an error, unless
   *     {@code delivery.timeout.ms} says otherwise
   * @param topic the name of an existing topic
   */
  public KafkaSink(Supplier<? extends Map<String, ?>> config, String topic, Encoder<T> encoder) {
    this(config, topic, encoder, KafkaProducer::new);
  }

  KafkaSink(
      Supplier<? extends Map<String, ?>> config,
      String topic,
      Encoder<T> encoder,
      Function<Map<String, Object>, Producer<byte[], byte[]>> producers) {
    this.config = Objects.requireNonNull(config, "config");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.encoder = Objects.requireNonNull(encoder, "encoder");
    this.producers = producers;
  }

  /**
   * A sink of pairs whose records have the bytes of their codecs as key and value. What is to be
   * read by others than Sluice is better made by an {@link Encoder}, such as {@link Message#text}.
   */
  public static <K, V> KafkaSink<Pair<K, V>> ofPairs(
      Supplier<? extends Map<String, ?>> config, String topic, Codec<K> keys, Codec<V> values) {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    return new KafkaSink<>(
        config, topic, pair -> new Message(keys.encode(pair.key()), values.encode(pair.value())));
  }

  /**
   * @throws IllegalArgumentException SLUICE-K02 if a setting would take back what the sink promises
   */
  @Override
  public BatchFunction<T> open(String name) {
    Map<String, Object> settings = ProducerSettings.of(config.get());
    return new KafkaShares<>(producers.apply(settings), name, topic, encoder);
  }
}
