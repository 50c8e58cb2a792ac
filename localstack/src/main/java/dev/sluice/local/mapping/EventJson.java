package dev.sluice.local.mapping;

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
final class EventJson {

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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (ShardRecord record : records) {
        write(json, record);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator json, ShardRecord record) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("kinesis");
    json.writeStringField("kinesisSchemaVersion", Events.SCHEMA_VERSION);
    json.writeStringField("partitionKey", record.partitionKey());
    json.writeStringField("sequenceNumber", record.sequenceNumber());
    json.writeFieldName("data");
    json.writeBinary(record.bytes());
    json.writeNumberField(
        "approximateArrivalTimestamp",
        BigDecimal.valueOf(record.arrival().toEpochMilli(), MILLI_DIGITS));
    json.writeEndObject();
    json.writeStringField("eventSource", Events.EVENT_SOURCE);
    json.writeStringField("eventVersion", Events.EVENT_VERSION);
    json.writeStringField("eventID", Events.eventId(shardId, record));
    json.writeStringField("eventName", Events.EVENT_NAME);
    json.writeStringField("invokeIdentityArn", identity.roleArn());
    json.writeStringField("awsRegion", identity.region());
    json.writeStringField("eventSourceARN", identity.streamArn());
    json.writeEndObject();
  }
}
