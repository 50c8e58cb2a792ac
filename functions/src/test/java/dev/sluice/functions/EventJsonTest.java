package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.sluice.memory.MemoryRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What functions read and write themselves, against Lambda's own reading of the same bytes. */
class EventJsonTest {
  private final World world = new World().started();

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(String sequence, String key, String stamp, byte[] data) {
    String text =
        """
        {"unknown": {"deep": [1, {"x": null}]}, "Records": [{
          "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "%s",
            "sequenceNumber": "%s",
            "data": "%s",
            "encryptionType": null,
            "approximateArrivalTimestamp": %s
          },
          "eventSource": "aws:kinesis",
          "eventVersion": "1.0",
          "eventID": "shardId-000000000000:%s",
          "eventName": "aws:kinesis:record",
          "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda",
          "awsRegion": "us-east-1",
          "eventSourceARN": "arn:aws:kinesis:us-east-1:123456789012:stream/lines"
        }]}
        """;
    String content = Base64.getEncoder().encodeToString(data);
    return String.format(Locale.ROOT, text, key, sequence, content, stamp, sequence);
  }

  @Test
  void eventsAreReadAsLambdaReadsThem() {
    byte[] data = new byte[256];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    String json = event("495", "caf\\u00e9 \\\"1\\\"", "1763000000.123", data);
    KinesisEvent.KinesisEventRecord ours = EventJson.kinesis(bytes(json)).getRecords().get(0);
    KinesisEvent.KinesisEventRecord lambdas =
        LambdaEventSerializers.serializerFor(KinesisEvent.class, getClass().getClassLoader())
            .fromJson(bytes(json))
            .getRecords()
            .get(0);

    assertThat(ours.getEventID()).isEqualTo(lambdas.getEventID());
    assertThat(ours.getEventSourceARN()).isEqualTo(lambdas.getEventSourceARN());
    KinesisEvent.Record content = lambdas.getKinesis();
    assertThat(ours.getKinesis().getSequenceNumber()).isEqualTo(content.getSequenceNumber());
    assertThat(ours.getKinesis().getPartitionKey()).isEqualTo(content.getPartitionKey());
    assertThat(ours.getKinesis().getPartitionKey()).isEqualTo("caf\u00e9 \"1\"");
    assertThat(ours.getKinesis().getData()).isEqualTo(content.getData());
    assertThat(ours.getKinesis().getApproximateArrivalTimestamp())
        .isEqualTo(content.getApproximateArrivalTimestamp())
        .hasTime(1_763_000_000_123L);
  }

  @Test
  void stampsComeThroughToTheMillisecondHoweverTheyAreWritten() {
    for (int i = 0; i < 2000; i++) {
      long millis = 1_763_000_000_000L + i * 977L;
      String plain = String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
      assertThat(stamp(plain)).isEqualTo(millis);
      assertThat(stamp(Double.toString(millis / 1000.0))).as("1.763E9").isEqualTo(millis);
    }
    assertThat(stamp("1763000000")).isEqualTo(1_763_000_000_000L);
    assertThat(stamp("\"1763000000.5\"")).isEqualTo(1_763_000_000_500L);
  }

  private static long stamp(String text) {
    return EventJson.kinesis(bytes(event("1", "k", text, new byte[0])))
        .getRecords()
        .get(0)
        .getKinesis()
        .getApproximateArrivalTimestamp()
        .getTime();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{}",
        "{\"key1\": \"value1\"}",
        "{\"eventSource\": \"aws:kafka\", \"records\": {\"clicks-0\": [{\"offset\": 7}]}}",
        "{\"Records\": \"none\"}",
        "{\"Records\": [1]}",
        "{\"Records\": [{\"kinesis\": {\"data\": \"?\"}}]}",
        "{\"Records\": [{\"kinesis\": {\"approximateArrivalTimestamp\": \"soon\"}}]}",
        "{\"Records\": ["
      })
  void whatIsNoEventIsRefused(String text) {
    assertThatThrownBy(() -> EventJson.kinesis(bytes(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F05 the event is none of a Kinesis mapping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Records\": []}", "{\"Records\": null}"})
  void anEventWithoutRecordsHasNone(String text) {
    assertThat(EventJson.kinesis(bytes(text)).getRecords()).isEmpty();
  }

  @Test
  void theTransformTakesBytesAndNamesWhatIsOpen() throws IOException {
    MemoryRecord record = world.put("a,1", 999);
    String json =
        event(
                record.sequence(),
                record.partitionKey(),
                Double.toString(record.stampMillis() / 1000.0),
                record.data())
            .replace("shardId-000000000000", world.shard());
    world.appendsLeft = 0;
    assertThat(answer(json))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + record.sequence() + "\"}]}");

    world.appendsLeft = Integer.MAX_VALUE;
    assertThat(answer(json)).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(world.finish()).containsOnlyKeys("sums-1001000.csv/part-00000");
  }

  private String answer(String json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    world.transform().handleRequest(bytes(json), out, null);
    StreamsEventResponse read =
        LambdaEventSerializers.serializerFor(
                StreamsEventResponse.class, getClass().getClassLoader())
            .fromJson(new ByteArrayInputStream(out.toByteArray()));
    assertThat(read.getBatchItemFailures()).isNotNull();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void objectsAreReadWithNumbersListsAndNothing() {
    assertThat(
            EventJson.object(bytes("{\"stage\": 1, \"buckets\": [0, 2.5], \"x\": {\"y\": null}}")))
        .containsEntry("stage", 1.0)
        .containsEntry("buckets", List.of(0.0, 2.5))
        .containsKey("x");
    assertThat(EventJson.object(bytes("{\"a\": true, \"b\": \"text\"}")))
        .isEqualTo(Map.of("a", true, "b", "text"));
    for (String none : List.of("", "[1]", "{\"stage\":", "null")) {
      assertThat(EventJson.object(bytes(none))).as(none).isNull();
    }
  }

  @Test
  void wordsAreWrittenAsJson() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventJson.write("done", out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\"done\"");
  }
}
