package dev.sluice.kafka;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Events as a mapping of Kafka sends them: JSON, read as Lambda's runtime reads it. */
final class Events {
  private static final PojoSerializer<KafkaEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(KafkaEvent.class, Events.class.getClassLoader());

  private Events() {}

  static KafkaEvent of(List<ConsumerRecord<byte[], byte[]>> records) {
    return SERIALIZER.fromJson(json(records));
  }

  static KafkaEvent parse(String json) {
    return SERIALIZER.fromJson(json);
  }

  static String json(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, List<String>> byPartition = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      byPartition
          .computeIfAbsent(each.topic() + "-" + each.partition(), name -> new ArrayList<>())
          .add(json(each));
    }
    String lists =
        byPartition.entrySet().stream()
            .map(each -> "\"" + each.getKey() + "\": [" + String.join(", ", each.getValue()) + "]")
            .collect(Collectors.joining(", "));
    return "{\"eventSource\": \"SelfManagedKafka\", \"bootstrapServers\": \"b:9092\", \"records\": {"
        + lists
        + "}}";
  }

  private static String json(ConsumerRecord<byte[], byte[]> record) {
    return "{\"topic\": \""
        + record.topic()
        + "\", \"partition\": "
        + record.partition()
        + ", \"offset\": "
        + record.offset()
        + ", \"timestamp\": "
        + record.timestamp()
        + ", \"timestampType\": \""
        + record.timestampType().name()
        + "\", \"key\": "
        + base64(record.key())
        + ", \"value\": "
        + base64(record.value())
        + ", \"headers\": ["
        + headers(record)
        + "]}";
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? "null" : "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
  }

  /** A list of numbers for each header. */
  private static String headers(ConsumerRecord<byte[], byte[]> record) {
    List<String> headers = new ArrayList<>();
    for (Header each : record.headers()) {
      List<String> bytes = new ArrayList<>();
      for (byte b : each.value()) {
        bytes.add(Integer.toString(b));
      }
      headers.add("{\"" + each.key() + "\": [" + String.join(", ", bytes) + "]}");
    }
    return String.join(", ", headers);
  }
}
