package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.ports.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The records of one call of a Kinesis mapping: they are of one shard. */
record KinesisBatch(String stream, String shard, List<InRecord> records) {
  private static final String STREAM = ":stream/";

  /**
   * @param records at least one
   * @throws IllegalArgumentException if they are not what a mapping of Kinesis delivers
   */
  static KinesisBatch of(List<KinesisEvent.KinesisEventRecord> records) {
    List<InRecord> call = new ArrayList<>(records.size());
    String place = null;
    for (int i = 0; i < records.size(); i++) {
      KinesisEvent.KinesisEventRecord each = records.get(i);
      String of;
      try {
        of = streamOf(each) + "/" + shardOf(each);
        call.add(record(each.getKinesis()));
      } catch (RuntimeException e) {
        throw malformed(i, records.size(), each, e);
      }
      if (i > 0 && !of.equals(place)) {
        throw new IllegalArgumentException(
            "SLUICE-F01 a call holds records of "
                + place
                + " and of "
                + of
                + "; a mapping of Kinesis never mixes shards, so let one call this function");
      }
      place = of;
    }
    int slash = place.indexOf('/');
    return new KinesisBatch(place.substring(0, slash), place.substring(slash + 1), call);
  }

  Position first() {
    return records.get(0).position();
  }

  Position last() {
    return records.get(records.size() - 1).position();
  }

  private static InRecord record(KinesisEvent.Record record) {
    ByteBuffer data = record.getData().duplicate();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return new InRecord(
        Position.of(record.getSequenceNumber()),
        record.getApproximateArrivalTimestamp().getTime(),
        Objects.requireNonNull(record.getPartitionKey()),
        bytes);
  }

  /** An event id is {@code shardId-000000000000:sequence number}. */
  private static String shardOf(KinesisEvent.KinesisEventRecord record) {
    String id = record.getEventID();
    return id.substring(0, id.indexOf(':'));
  }

  /**
   * A stream's ARN is {@code arn:aws:kinesis:region:account:stream/name}; that of a consumer with
   * enhanced fan-out has {@code /consumer/name:number} behind it.
   */
  private static String streamOf(KinesisEvent.KinesisEventRecord record) {
    String arn = record.getEventSourceARN();
    int name = arn.indexOf(STREAM);
    String path = arn.substring(name < 0 ? arn.length() + 1 : name + STREAM.length());
    int consumer = path.indexOf('/');
    return consumer < 0 ? path : path.substring(0, consumer);
  }

  private static IllegalArgumentException malformed(
      int index, int size, KinesisEvent.KinesisEventRecord record, RuntimeException cause) {
    return new IllegalArgumentException(
        "SLUICE-F05 record "
            + (index + 1)
            + " of "
            + size
            + " is none of a Kinesis mapping; its event id is "
            + (record == null ? null : record.getEventID())
            + ", its source "
            + (record == null ? null : record.getEventSourceARN())
            + "; let an event source mapping of a Kinesis stream call this function",
        cause);
  }
}
