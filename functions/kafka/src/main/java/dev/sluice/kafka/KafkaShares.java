package dev.sluice.kafka;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.BatchInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes shares of batches through one producer, and waits until they are written. */
final class KafkaShares<T> implements BatchFunction<T>, AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final String name;
  private final String topic;
  private final KafkaSink.Encoder<T> encoder;

  KafkaShares(
      Producer<byte[], byte[]> producer, String name, String topic, KafkaSink.Encoder<T> encoder) {
    this.producer = producer;
    this.name = name;
    this.topic = topic;
    this.encoder = encoder;
  }

  @Override
  public void accept(List<T> rows, BatchInfo batch) throws Exception {
    String share = name + "/" + batch.batchId() + "/" + batch.bucket() + "/";
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      KafkaSink.Message message = encoder.encode(rows.get(i));
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic, message.key(), message.value());
      record.headers().add(KafkaSink.ID, (share + i).getBytes(StandardCharsets.UTF_8));
      records.add(record);
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> one = producer.send(record);
      if (one.isDone()) {
        requireWritten(one); // else each would wait once more for brokers that do not answer
      }
      sent.add(one);
    }
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      requireWritten(each);
    }
  }

  private void requireWritten(Future<RecordMetadata> sent) throws Exception {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw KafkaFaults.translate("write into topic '" + topic + "'", e.getCause());
    }
  }

  /** At once: what is not written by now is written again through another producer. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
