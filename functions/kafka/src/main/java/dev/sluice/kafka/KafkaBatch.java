package dev.sluice.kafka;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.RefusedRecordException;
import dev.sluice.ports.Position;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.record.TimestampType;

/** The records of one partition in a call of a mapping of Kafka. */
record KafkaBatch(String stream, String shard, List<InRecord> records) {

  /**
   * Takes a call apart; it may hold records of several partitions.
   *
   * @return by partition, in order
   * @throws IllegalArgumentException SLUICE-K01 if a record has a stamp of its producer, SLUICE-K05
   *     if they are not what a mapping of Kafka delivers
   */
  static List<KafkaBatch> of(KafkaEvent event) {
    Map<String, KafkaBatch> batches = new TreeMap<>();
    for (List<KafkaEvent.KafkaEventRecord> records : lists(event)) {
      for (KafkaEvent.KafkaEventRecord each : records) {
        add(batches, each);
      }
    }
    return List.copyOf(batches.values());
  }

  private static Iterable<List<KafkaEvent.KafkaEventRecord>> lists(KafkaEvent event) {
    if (event.getRecords() == null) { // whoever called would take an answer for done
      throw malformed("an event without records", null);
    }
    return event.getRecords().values();
  }

  private static void add(Map<String, KafkaBatch> batches, KafkaEvent.KafkaEventRecord record) {
    String stream;
    String shard;
    InRecord read;
    try {
      stream = new SourceId(SourceKind.KAFKA, record.getTopic()).text();
      shard = Partitions.id(record.getPartition());
      read = read(record);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw malformed(record == null ? "a record that is null" : "record " + place(record), e);
    }
    requireStampOfBroker(record);
    batches
        .computeIfAbsent(
            stream + "/" + shard, name -> new KafkaBatch(stream, shard, new ArrayList<>()))
        .records
        .add(read);
  }

  private static InRecord read(KafkaEvent.KafkaEventRecord record) {
    Position position = Position.of(Long.toString(record.getOffset()));
    // Records without a key stay together by partition, so that they keep its order.
    byte[] key = bytes(record.getKey());
    String partitionKey =
        key == null
            ? Integer.toString(record.getPartition())
            : new String(key, StandardCharsets.UTF_8);
    byte[] value = bytes(record.getValue());
    return new InRecord(
        position,
        position,
        record.getTimestamp(),
        partitionKey,
        value == null ? new byte[0] : value,
        value == null ? Optional.of(tombstone()) : Optional.empty(),
        List.of());
  }

  private static RefusedRecordException tombstone() {
    return new RefusedRecordException(
        "SLUICE-K06 the record has no value: it tells a compacted topic to forget its key");
  }

  private static byte[] bytes(String base64) {
    return base64 == null ? null : Base64.getDecoder().decode(base64);
  }

  private static void requireStampOfBroker(KafkaEvent.KafkaEventRecord record) {
    if (!TimestampType.LOG_APPEND_TIME.name().equals(record.getTimestampType())) {
      throw new IllegalArgumentException(
          "SLUICE-K01 record "
              + place(record)
              + " has the timestamp type "
              + record.getTimestampType()
              + ", so its producer may set it to any time and the record would arrive in an interval"
              + " that is complete; set message.timestamp.type=LogAppendTime for the topic, and let"
              + " the mapping start at a timestamp behind that");
    }
  }

  private static String place(KafkaEvent.KafkaEventRecord record) {
    return record.getTopic() + "-" + record.getPartition() + " offset " + record.getOffset();
  }

  private static IllegalArgumentException malformed(String what, RuntimeException cause) {
    return new IllegalArgumentException(
        "SLUICE-K05 "
            + what
            + " is none of a mapping of Kafka; let an event source mapping of a topic call this"
            + " function",
        cause);
  }
}
