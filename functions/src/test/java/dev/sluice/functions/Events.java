package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.memory.MemoryRecord;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;

/** Events as a mapping of Kinesis makes them, and what answers say. */
final class Events {
  private Events() {}

  static KinesisEvent of(String shard, List<MemoryRecord> records) {
    return event(records.stream().map(each -> record(Counts.STREAM, shard, each)).toList());
  }

  static KinesisEvent event(List<KinesisEvent.KinesisEventRecord> records) {
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }

  static KinesisEvent.KinesisEventRecord record(String stream, String shard, MemoryRecord of) {
    KinesisEvent.Record kinesis = new KinesisEvent.Record();
    kinesis.setPartitionKey(of.partitionKey());
    kinesis.setSequenceNumber(of.sequence());
    kinesis.setData(ByteBuffer.wrap(of.data()));
    kinesis.setApproximateArrivalTimestamp(new Date(of.stampMillis()));
    KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
    record.setKinesis(kinesis);
    record.setEventID(shard + ":" + of.sequence());
    record.setEventSourceARN("arn:aws:kinesis:us-east-1:123456789012:stream/" + stream);
    return record;
  }

  static List<String> failures(StreamsEventResponse answer) {
    return answer.getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
