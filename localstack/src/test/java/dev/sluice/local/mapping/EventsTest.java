package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final Instant ARRIVAL = Instant.parse("2018-12-17T22:10:50.987Z");
  private static final ShardRecord RECORD =
      new ShardRecord("49590338", "1", ByteBuffer.wrap("Hello".getBytes()), ARRIVAL);
  private static final Batch BATCH =
      new Batch("shardId-000000000006", List.of(RECORD, Bench.record(2)));

  @Test
  void anEventHasLambdasFields() {
    KinesisEvent event = new Events(Bench.IDENTITY).of(BATCH);
    assertThat(event.getRecords()).hasSize(2);
    KinesisEvent.KinesisEventRecord record = event.getRecords().get(0);
    assertThat(record.getEventID()).isEqualTo("shardId-000000000006:49590338");
    assertThat(record.getEventSource()).isEqualTo("aws:kinesis");
    assertThat(record.getEventName()).isEqualTo("aws:kinesis:record");
    assertThat(record.getEventVersion()).isEqualTo("1.0");
    assertThat(record.getAwsRegion()).isEqualTo("eu-central-1");
    assertThat(record.getEventSourceARN())
        .isEqualTo("arn:aws:kinesis:eu-central-1:123456789012:stream/sensors");
    assertThat(record.getKinesis().getKinesisSchemaVersion()).isEqualTo("1.0");
    assertThat(record.getKinesis().getPartitionKey()).isEqualTo("1");
    assertThat(record.getKinesis().getSequenceNumber()).isEqualTo("49590338");
    assertThat(record.getKinesis().getApproximateArrivalTimestamp()).isEqualTo(Date.from(ARRIVAL));
    assertThat(record.getKinesis().getData().array()).isEqualTo("Hello".getBytes());
  }

  @Test
  void aFunctionThatSpoilsItsEventSpoilsNoRetry() {
    Events events = new Events(Bench.IDENTITY);
    ByteBuffer spoilt = events.of(BATCH).getRecords().get(0).getKinesis().getData();
    spoilt.put((byte) 'X').put((byte) 'X');
    assertThat(events.of(BATCH).getRecords().get(0).getKinesis().getData())
        .isEqualTo(ByteBuffer.wrap("Hello".getBytes()));
  }

  @Test
  void aDiscardedBatchTellsWhereItsRecordsAre() {
    DiscardedBatch discarded =
        new DiscardedBatch(
            Bench.IDENTITY,
            Condition.RETRY_ATTEMPTS_EXHAUSTED,
            BATCH,
            3,
            true,
            Instant.parse("2019-11-14T00:38:06.021Z"));
    assertThat(discarded.metadataJson())
        .isEqualTo(
            "{'requestContext':{'requestId':'ID',"
                    .replace("ID", discarded.requestId())
                    .replace('\'', '"')
                + ("'functionArn':'arn:aws:lambda:eu-central-1:123456789012:function:transform',"
                        + "'condition':'RetryAttemptsExhausted','approximateInvokeCount':3},"
                        + "'responseContext':{'statusCode':200,'executedVersion':'$LATEST',"
                        + "'functionError':'Unhandled'},'version':'1.0',"
                        + "'timestamp':'2019-11-14T00:38:06.021Z',"
                        + "'KinesisBatchInfo':{'shardId':'shardId-000000000006',"
                        + "'startSequenceNumber':'49590338','endSequenceNumber':'2',"
                        + "'approximateArrivalOfFirstRecord':'2018-12-17T22:10:50.987Z',"
                        + "'approximateArrivalOfLastRecord':'1970-01-01T00:00:00Z',"
                        + "'batchSize':2,"
                        + "'streamArn':'arn:aws:kinesis:eu-central-1:123456789012:stream/sensors'}}")
                    .replace('\'', '"'));
    assertThat(discarded.objectKey("id"))
        .isEqualTo(
            "aws/lambda/id/shardId-000000000006/2019/11/14/2019-11-14T00.38.06-"
                + discarded.requestId());
  }

  @Test
  void theS3FormHoldsTheEventAsEscapedText() {
    DiscardedBatch discarded =
        new DiscardedBatch(
            Bench.IDENTITY, Condition.RECORD_AGE_EXCEEDED, BATCH, 0, false, Instant.EPOCH);
    assertThat(discarded.payloadJson())
        .contains("\"condition\":\"RecordAgeExceeded\"")
        .doesNotContain("responseContext")
        .contains("\"payload\":\"{\\\"Records\\\":[{\\\"kinesis\\\":{")
        .contains("\\\"data\\\":\\\"SGVsbG8=\\\"")
        .contains("\\\"approximateArrivalTimestamp\\\":1545084650.987")
        .contains("\\\"eventID\\\":\\\"shardId-000000000006:49590338\\\"");
  }
}
