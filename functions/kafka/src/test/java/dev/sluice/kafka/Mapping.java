package dev.sluice.kafka;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Does what Lambda's mapping of Kafka does: calls a function with records of several partitions,
 * goes on where it did not throw, and repeats the call where it did.
 */
final class Mapping {
  private final Topics topics;
  private final String topic;
  private final Map<Integer, Long> committed = new HashMap<>();

  Mapping(Topics topics, String topic) {
    this.topics = topics;
    this.topic = topic;
  }

  /** Calls the function with what it has not taken yet; whether it took all. */
  boolean deliver(RequestHandler<KafkaEvent, String> function, int recordsPerCall) {
    List<ConsumerRecord<byte[], byte[]>> open = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : topics.read(topic)) {
      if (each.offset() >= committed.getOrDefault(each.partition(), 0L)) {
        open.add(each);
      }
    }
    return call(function, mixed(open), recordsPerCall);
  }

  /** As after a lost commit of offsets: everything comes again. */
  void rewind() {
    committed.clear();
  }

  private boolean call(
      RequestHandler<KafkaEvent, String> function,
      List<ConsumerRecord<byte[], byte[]>> records,
      int recordsPerCall) {
    for (int from = 0; from < records.size(); from += recordsPerCall) {
      List<ConsumerRecord<byte[], byte[]>> call =
          records.subList(from, Math.min(records.size(), from + recordsPerCall));
      try {
        function.handleRequest(Events.of(call), null);
      } catch (RuntimeException e) {
        return false;
      }
      call.forEach(each -> committed.merge(each.partition(), each.offset() + 1, Math::max));
    }
    return true;
  }

  /** In the order of stamps, so that calls have several partitions. */
  private static List<ConsumerRecord<byte[], byte[]>> mixed(
      List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .sorted(
            java.util.Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(
                    ConsumerRecord::timestamp)
                .thenComparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset))
        .toList();
  }
}
