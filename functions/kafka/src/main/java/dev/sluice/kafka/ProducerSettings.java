package dev.sluice.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of a sink's producer: those of the user, and those that the sink's word rests on.
 */
final class ProducerSettings {
  /** Well below the timeout of a function; the share comes again with the next call. */
  private static final int DELIVERY_MILLIS = 30_000;

  private static final int REQUEST_MILLIS = 10_000;

  /** What decides whether a record is written for good, and as what. */
  private static final Map<String, Object> FIXED =
      Map.of(
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          "true",
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class.getName(),
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class.getName());

  private ProducerSettings() {}

  /**
   * Completes what the user gave.
   *
   * @throws IllegalArgumentException if something else was given for what is fixed; values are not
   *     shown, since some are secret
   */
  static Map<String, Object> of(Map<String, ?> given) {
    Set<String> against = new TreeSet<>();
    FIXED.forEach(
        (name, value) -> {
          Object other = given.get(name);
          if (other != null && !String.valueOf(other).equals(value)) {
            against.add(name);
          }
        });
    if (given.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)) {
      against.add(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    }
    if (!against.isEmpty()) {
      throw new IllegalArgumentException(
          "SLUICE-K02 the settings of a KafkaSink's producer say something else for "
              + against
              + " than the sink needs to write every record at least once; leave them out");
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MILLIS);
    settings.putAll(given);
    settings.putAll(FIXED);
    return settings;
  }
}
