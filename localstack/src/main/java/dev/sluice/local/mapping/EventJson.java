package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Events in the JSON that Lambda hands to a function, and how large they are. */
public final class EventJson {

  /**
   * Lambda's limit for the payload of a synchronous call: 6 MB, which is 6,291,456 bytes (Lambda
   * quotas). It holds for the event's JSON, so the data counts in base64 and each record brings its
   * envelope.
   */
  static final long MAX_PAYLOAD_BYTES = 6L * 1024 * 1024;

  /** What stands around the records. */
  static final long FRAME_BYTES = 100;

  private static final int MILLI_DIGITS = 3;

  private final MappingIdentity identity;
  private final String shardId;
  private final long envelopeBytes;

  EventJson(MappingIdentity identity, String shardId) {
    this.identity = identity;
    this.shardId = shardId;
    // The rest of a record's JSON is the same for all, so one that is empty tells its size.
    ShardRecord empty = new ShardRecord("", "", ByteBuffer.allocate(0), Instant.EPOCH);
    // A stamp of today has ten digits before its point; a comma stands between records.
    this.envelopeBytes = event(List.of(empty)).length() + "1234567890".length() + ",".length();
  }

  /** The bytes that a record takes in the event's JSON: exact, or at most a few too many. */
  long bytes(ShardRecord record) {
    long base64 = (record.data().remaining() + 2L) / 3 * 4;
    long key = JsonStringEncoder.getInstance().quoteAsUTF8(record.partitionKey()).length;
    return envelopeBytes + 2L * record.sequenceNumber().length() + key + base64;
  }

  /** The whole event. */
  String event(List<ShardRecord> records) {
    return of(new Events(identity).of(new Batch(shardId, records)));
  }

  /** An event as Lambda hands it to a function. */
  public static String of(KinesisEvent event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
        write(json, record);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, KinesisEvent.KinesisEventRecord record)
      throws IOException {
    KinesisEvent.Record kinesis = record.getKinesis();
    ByteBuffer data = kinesis.getData().duplicate();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    json.writeStartObject();
    json.writeObjectFieldStart("kinesis");
    json.writeStringField("kinesisSchemaVersion", kinesis.getKinesisSchemaVersion());
    json.writeStringField("partitionKey", kinesis.getPartitionKey());
    json.writeStringField("sequenceNumber", kinesis.getSequenceNumber());
    json.writeFieldName("data");
    json.writeBinary(bytes);
    json.writeNumberField(
        "approximateArrivalTimestamp",
        BigDecimal.valueOf(kinesis.getApproximateArrivalTimestamp().getTime(), MILLI_DIGITS));
    json.writeEndObject();
    json.writeStringField("eventSource", record.getEventSource());
    json.writeStringField("eventVersion", record.getEventVersion());
    json.writeStringField("eventID", record.getEventID());
    json.writeStringField("eventName", record.getEventName());
    json.writeStringField("invokeIdentityArn", record.getInvokeIdentityArn());
    json.writeStringField("awsRegion", record.getAwsRegion());
    json.writeStringField("eventSourceARN", record.getEventSourceARN());
    json.writeEndObject();
  }
}
