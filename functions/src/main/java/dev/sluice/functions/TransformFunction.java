package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.ports.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the batches of an event source mapping. What was not committed is named in the answer, so
 * that the mapping goes on there: it must report batch item failures, have parallelization factor 1
 * and retry for ever.
 */
public final class TransformFunction implements RequestHandler<KinesisEvent, StreamsEventResponse> {
  private final Transform transform;
  private final Consumer<String> log;

  /** For Lambda: takes everything from the environment. */
  public TransformFunction() {
    this(Wiring.fromEnvironment().engine().transform(), System.err::println);
  }

  /**
   * @param transform one call at a time
   * @param log takes one line for each call that was not committed as a whole
   */
  public TransformFunction(Transform transform, Consumer<String> log) {
    this.transform = transform;
    this.log = log;
  }

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    List<KinesisEvent.KinesisEventRecord> records = event.getRecords();
    if (records == null || records.isEmpty()) {
      return answer(List.of());
    }
    KinesisEvent.KinesisEventRecord first = records.get(0);
    String shard = shardOf(first);
    String stream = streamOf(first);
    List<InRecord> call = new ArrayList<>(records.size());
    for (KinesisEvent.KinesisEventRecord each : records) {
      if (!shardOf(each).equals(shard)) {
        throw new IllegalArgumentException(
            "SLUICE-F01 a call holds records of "
                + shard
                + " and "
                + shardOf(each)
                + "; a mapping of Kinesis never mixes shards");
      }
      call.add(record(each.getKinesis()));
    }
    try {
      Transform.Outcome outcome = transform.apply(stream, shard, call);
      outcome.firstOpen().ifPresent(open -> report(stream, shard, open, outcome.why()));
      return answer(outcome.firstOpen().stream().toList());
    } catch (RefusedException e) {
      Position open = call.get(0).position();
      report(stream, shard, open, e.getMessage());
      return answer(List.of(open));
    }
  }

  private void report(String stream, String shard, Position open, String why) {
    log.accept("sluice: " + stream + "/" + shard + " is to go on at " + open + ": " + why);
  }

  private static StreamsEventResponse answer(List<Position> open) {
    return StreamsEventResponse.builder()
        .withBatchItemFailures(
            open.stream()
                .map(Position::sequence)
                .map(StreamsEventResponse.BatchItemFailure::new)
                .toList())
        .build();
  }

  private static InRecord record(KinesisEvent.Record record) {
    ByteBuffer data = record.getData().duplicate();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return new InRecord(
        Position.of(record.getSequenceNumber()),
        record.getApproximateArrivalTimestamp().getTime(),
        record.getPartitionKey(),
        bytes);
  }

  /** An event id is {@code shardId-000000000000:sequence number}. */
  private static String shardOf(KinesisEvent.KinesisEventRecord record) {
    String id = record.getEventID();
    return id.substring(0, id.indexOf(':'));
  }

  /** A stream's ARN ends with {@code :stream/name}. */
  private static String streamOf(KinesisEvent.KinesisEventRecord record) {
    String arn = record.getEventSourceARN();
    return arn.substring(arn.indexOf('/') + 1);
  }
}
