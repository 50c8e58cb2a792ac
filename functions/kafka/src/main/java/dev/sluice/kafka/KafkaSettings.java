package dev.sluice.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a {@link KafkaSource} reaches its brokers.
 *
 * @param properties of Kafka's clients; {@link #toString} shows their names only
 * @param lagAllowance how long a record may have its stamp before it is visible to consumers: it is
 *     when the in-sync followers have it
 * @param start where the mapping starts, if at a timestamp: what is older never comes
 */
public record KafkaSettings(
    Map<String, String> properties, Duration lagAllowance, Optional<Instant> start) {

  /**
   * With what variables begin. The rest is the name of a property of Kafka's clients, in capitals
   * and with {@code _} for its dots: {@code SLUICE_KAFKA_BOOTSTRAP_SERVERS}.
   */
  public static final String PREFIX = "SLUICE_KAFKA_";

  /**
   * A duration such as PT60S: a follower may lag for {@code replica.lag.time.max.ms} (30 s), and
   * half as long again until that is found out. The rest is for clocks that differ.
   */
  static final String LAG_ALLOWANCE = PREFIX + "LAG_ALLOWANCE";

  private static final String DEFAULT_LAG_ALLOWANCE = "PT60S";

  /** An instant such as 2026-11-01T00:00:00Z: the StartingPositionTimestamp of the mapping. */
  static final String START = PREFIX + "STARTING_TIMESTAMP";

  /** Well below the time of a call; a lane whose broker does not answer waits for the next one. */
  private static final String ANSWER_MILLIS = "10000";

  private static final String REQUEST_MILLIS = "5000";

  /** A fetch brings a batch all the same, and one record is all that is asked for. */
  private static final String FETCH_BYTES = "1024";

  private static final Map<String, String> FIXED =
      Map.of(
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "false",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          "false",
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          "1",
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          FETCH_BYTES,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          FETCH_BYTES,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class.getName(),
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class.getName());

  private static final Map<String, String> DEFAULTS =
      Map.of(
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);

  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /**
   * Reads and checks variables.
   *
   * @param variables all that begin with {@link #PREFIX}
   * @throws IllegalArgumentException SLUICE-F03 with all faults
   */
  public static KafkaSettings of(Map<String, String> variables) {
    Map<String, String> properties = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    Map<String, String> others = new TreeMap<>(variables);
    Optional<Instant> start = instant(others.remove(START), faults);
    String allowance = others.remove(LAG_ALLOWANCE);
    Duration lag = duration(allowance == null ? DEFAULT_LAG_ALLOWANCE : allowance, faults);
    others.forEach(
        (variable, value) -> {
          String name =
              variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
          properties.put(name, value);
          if (FIXED.containsKey(name) || !isKnown(name)) {
            faults.add(
                variable + ": " + name + " is no setting of Kafka's clients that can be given");
          }
        });
    if (!properties.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      faults.add(
          PREFIX
              + "BOOTSTRAP_SERVERS is not set; it is the brokers, such as broker1:9092,broker2:9092");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "SLUICE-F03 the function's environment is not right:\n  " + String.join("\n  ", faults));
    }
    return new KafkaSettings(properties, lag, start);
  }

  private static Duration duration(String text, List<String> faults) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
      faults.add(LAG_ALLOWANCE + " is '" + text + "'; it must not be negative");
    } catch (DateTimeParseException e) {
      faults.add(LAG_ALLOWANCE + " is '" + text + "'; a duration is written PT60S");
    }
    return Duration.ZERO;
  }

  private static Optional<Instant> instant(String text, List<String> faults) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      faults.add(START + " is '" + text + "'; it is written 2026-11-01T00:00:00Z");
      return Optional.empty();
    }
  }

  private static boolean isKnown(String name) {
    return ConsumerConfig.configNames().contains(name)
        || AdminClientConfig.configNames().contains(name);
  }

  Map<String, Object> admin() {
    return of(AdminClientConfig.configNames(), Map.of());
  }

  Map<String, Object> consumer() {
    return of(ConsumerConfig.configNames(), FIXED);
  }

  private Map<String, Object> of(Set<String> known, Map<String, String> fixed) {
    Map<String, Object> of = new HashMap<>(DEFAULTS);
    of.putAll(properties);
    of.putAll(fixed);
    of.keySet().retainAll(known);
    return of;
  }

  @Override
  public String toString() {
    return "KafkaSettings["
        + new TreeMap<>(properties).keySet()
        + ", lagAllowance="
        + lagAllowance
        + ", start="
        + start
        + "]";
  }
}
