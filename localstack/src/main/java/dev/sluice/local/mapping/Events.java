package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** Builds events as Lambda does. Each event has bytes of its own: a function may change them. */
final class Events {

  static final String EVENT_SOURCE = "aws:kinesis";
  static final String EVENT_NAME = "aws:kinesis:record";
  static final String EVENT_VERSION = "1.0";
  static final String SCHEMA_VERSION = "1.0";

  private final MappingIdentity identity;

  Events(MappingIdentity identity) {
    this.identity = identity;
  }

  static String eventId(String shardId, ShardRecord record) {
    return shardId + ":" + record.sequenceNumber();
  }

  KinesisEvent of(Batch batch) {
    List<KinesisEventRecord> records = new ArrayList<>(batch.records().size());
    for (ShardRecord record : batch.records()) {
      KinesisEvent.Record kinesis = new KinesisEvent.Record();
      kinesis.setKinesisSchemaVersion(SCHEMA_VERSION);
      kinesis.setPartitionKey(record.partitionKey());
      kinesis.setSequenceNumber(record.sequenceNumber());
      kinesis.setData(ByteBuffer.wrap(record.bytes()));
      kinesis.setApproximateArrivalTimestamp(Date.from(record.arrival()));

      KinesisEventRecord event = new KinesisEventRecord();
      event.setKinesis(kinesis);
      event.setEventSource(EVENT_SOURCE);
      event.setEventVersion(EVENT_VERSION);
      event.setEventID(eventId(batch.shardId(), record));
      event.setEventName(EVENT_NAME);
      event.setInvokeIdentityArn(identity.roleArn());
      event.setAwsRegion(identity.region());
      event.setEventSourceARN(identity.streamArn());
      records.add(event);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }
}
