package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.transform.Transform;
import dev.sluice.ports.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Takes the batches of an event source mapping. What was not committed is named in the answer, so
 * that the mapping goes on there: it must report batch item failures, have parallelization factor 1
 * and retry for ever.
 */
public final class TransformFunction
    implements RequestHandler<KinesisEvent, StreamsEventResponse>, RequestStreamHandler {
  private final Transform transform;
  private final FunctionLog log;

  /** For Lambda: takes everything from the environment. */
  public TransformFunction() {
    this(Wiring.fromEnvironment());
  }

  private TransformFunction(Wiring wiring) {
    this(wiring.engine().transform(), wiring.log());
  }

  /**
   * @param transform one call at a time
   * @param log is told of each call that was not committed as a whole
   */
  public TransformFunction(Transform transform, FunctionLog log) {
    this.transform = transform;
    this.log = log;
  }

  /** What Lambda calls; it takes this way where a handler has it. */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    EventJson.write(handleRequest(EventJson.kinesis(event), context), answer);
  }

  /**
   * @throws IllegalArgumentException if the event is none of a Kinesis mapping
   * @throws RuntimeException if something is there that must not be; the mapping repeats the call
   */
  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    List<KinesisEvent.KinesisEventRecord> records = event.getRecords();
    if (records == null || records.isEmpty()) {
      return answer(List.of());
    }
    KinesisBatch batch = KinesisBatch.of(records);
    try {
      Transform.Outcome outcome =
          transform.apply(batch.stream(), batch.shard(), batch.records(), TimeBudget.of(context));
      outcome.firstOpen().ifPresent(open -> report(batch, open, outcome.why()));
      return answer(outcome.firstOpen().stream().toList());
    } catch (RefusedException e) {
      report(batch, batch.first(), e.getMessage());
      return answer(List.of(batch.first()));
    } catch (RuntimeException e) {
      report(batch, batch.first(), e.toString());
      throw e;
    }
  }

  private void report(KinesisBatch batch, Position open, String why) {
    log.warn(
        batch.stream() + "/" + batch.shard() + " is to go on at " + open + ": " + why,
        Map.of(
            "lane", Lanes.shard(batch.stream(), batch.shard()),
            "position", open.toString(),
            "batch", batch.first() + " to " + batch.last()));
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
}
