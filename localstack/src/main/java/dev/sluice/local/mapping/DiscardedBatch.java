package dev.sluice.local.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/**
 * A batch that the mapping gave up, as the on-failure destination gets it.
 *
 * @param identity the mapping's names
 * @param condition why it was given up
 * @param batch the records
 * @param invocations how often the function was called with them, or with a batch that held them
 * @param functionError whether the function threw, or answered what failed the whole batch
 * @param time when it was given up
 */
public record DiscardedBatch(
    MappingIdentity identity,
    Condition condition,
    Batch batch,
    int invocations,
    boolean functionError,
    Instant time) {

  private static final String VERSION = "1.0";
  private static final int STATUS_OK = 200;

  private static final DateTimeFormatter KEY_TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/yyyy-MM-dd'T'HH.mm.ss", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * An id that follows from shard, range and condition: a batch that is handed over twice has the
   * same id both times.
   */
  public String requestId() {
    String name =
        String.join(
            "/",
            identity.streamArn(),
            batch.shardId(),
            batch.first().sequenceNumber(),
            batch.last().sequenceNumber(),
            condition.text());
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The key under which Lambda puts the record into an S3 destination. */
  public String objectKey(String mappingId) {
    return "aws/lambda/"
        + mappingId
        + "/"
        + batch.shardId()
        + "/"
        + KEY_TIME.format(time)
        + "-"
        + requestId();
  }

  /** What Lambda sends to SQS or SNS: where the records are, not what they hold. */
  public String metadataJson() {
    return json(false);
  }

  /** What Lambda puts into S3: the metadata and, as escaped text, the whole event. */
  public String payloadJson() {
    return json(true);
  }

  private String json(boolean withPayload) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("requestContext");
      json.writeStringField("requestId", requestId());
      json.writeStringField("functionArn", identity.functionArn());
      json.writeStringField("condition", condition.text());
      json.writeNumberField("approximateInvokeCount", invocations);
      json.writeEndObject();
      if (invocations > 0) {
        json.writeObjectFieldStart("responseContext");
        json.writeNumberField("statusCode", STATUS_OK);
        json.writeStringField("executedVersion", "$LATEST");
        if (functionError) {
          json.writeStringField("functionError", "Unhandled");
        }
        json.writeEndObject();
      }
      json.writeStringField("version", VERSION);
      json.writeStringField("timestamp", stamp(time));
      json.writeObjectFieldStart("KinesisBatchInfo");
      json.writeStringField("shardId", batch.shardId());
      json.writeStringField("startSequenceNumber", batch.first().sequenceNumber());
      json.writeStringField("endSequenceNumber", batch.last().sequenceNumber());
      json.writeStringField("approximateArrivalOfFirstRecord", stamp(batch.first().arrival()));
      json.writeStringField("approximateArrivalOfLastRecord", stamp(batch.last().arrival()));
      json.writeNumberField("batchSize", batch.records().size());
      json.writeStringField("streamArn", identity.streamArn());
      json.writeEndObject();
      if (withPayload) {
        json.writeStringField(
            "payload", new EventJson(identity, batch.shardId()).event(batch.records()));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String stamp(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
