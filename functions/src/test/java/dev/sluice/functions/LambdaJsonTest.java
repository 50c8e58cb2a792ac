package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.sluice.memory.MemoryRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The JSON that Lambda sends and takes, through the serializers of its runtime. */
class LambdaJsonTest {
  private final World world = new World().started();
  private final ClassLoader loader = getClass().getClassLoader();
  private final PojoSerializer<KinesisEvent> events =
      LambdaEventSerializers.serializerFor(KinesisEvent.class, loader);

  private KinesisEvent event(MemoryRecord record) {
    String json =
        """
        {"Records": [{
          "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "%s",
            "sequenceNumber": "%s",
            "data": "%s",
            "approximateArrivalTimestamp": %d.%03d
          },
          "eventSource": "aws:kinesis",
          "eventVersion": "1.0",
          "eventID": "%s:%s",
          "eventName": "aws:kinesis:record",
          "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda",
          "awsRegion": "us-east-1",
          "eventSourceARN": "arn:aws:kinesis:us-east-1:123456789012:stream/lines"
        }]}
        """;
    String filled =
        String.format(
            Locale.ROOT,
            json,
            record.partitionKey(),
            record.sequence(),
            Base64.getEncoder().encodeToString(record.data()),
            record.stampMillis() / 1000,
            record.stampMillis() % 1000,
            world.shard(),
            record.sequence());
    return events.fromJson(filled);
  }

  @Test
  void eventOfAMappingIsTaken() {
    MemoryRecord record = world.put("a,1", 999);

    StreamsEventResponse answer = world.transform().handleRequest(event(record), null);
    assertThat(Events.failures(answer)).isEmpty();
    assertThat(world.finish()).containsOnlyKeys("sums-1001000.csv/part-00000");
  }

  @Test
  void stampsComeThroughToTheMillisecond() {
    for (int i = 0; i < 2000; i++) {
      MemoryRecord record = new MemoryRecord("1", 1_763_000_000_000L + i * 977L, "k", new byte[1]);
      assertThat(event(record).getRecords().get(0).getKinesis().getApproximateArrivalTimestamp())
          .hasTime(record.stampMillis());
    }
  }

  @Test
  void answerNamesTheRecordAsLambdaReadsIt() {
    MemoryRecord record = world.put("a,1", 0);
    world.appendsLeft = 0;
    StreamsEventResponse answer = world.transform().handleRequest(event(record), null);

    assertThat(json(answer))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + record.sequence() + "\"}]}");
  }

  @Test
  void answerOfSuccessIsAnEmptyList() {
    StreamsEventResponse answer = world.transform().handleRequest(Events.event(List.of()), null);
    assertThat(json(answer)).isEqualTo("{\"batchItemFailures\":[]}");
  }

  private String json(StreamsEventResponse answer) {
    PojoSerializer<StreamsEventResponse> serializer =
        LambdaEventSerializers.serializerFor(StreamsEventResponse.class, loader);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    serializer.toJson(answer, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
