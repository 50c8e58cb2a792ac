package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.control.Status;
import dev.sluice.engine.entry.Outside;
import dev.sluice.engine.step.StateReader;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreRefusedException;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads what an app has kept, on this machine or deployed. */
public final class KeptStates implements AutoCloseable {
  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final Place place;

  public KeptStates(Place place) {
    this.dynamo = place.clients().dynamoDb();
    this.s3 = place.clients().s3();
    this.place = place;
  }

  /**
   * A reader for an app.
   *
   * @return nothing if no app of that name was ever started there
   * @throws dev.sluice.engine.ProtocolException SLUICE-E11 if it was another one
   */
  public Optional<StateReader> of(Plan plan) {
    return read((log, spills) -> StateReader.of(plan, log, spills, new SystemClock()));
  }

  /**
   * How far an app is.
   *
   * @param status what it has counted, and which batches are complete
   * @param heads where its lanes stand
   */
  public record Progress(Status status, LaneHeads heads) {}

  /**
   * How far an app is.
   *
   * @return nothing if no app of that name was ever started there
   * @throws dev.sluice.engine.ProtocolException SLUICE-E11 if it was another one
   */
  public Optional<Progress> progress(Plan plan) {
    Clock clock = new SystemClock();
    return read(
        (log, spills) ->
            Outside.of(plan, log, spills, clock)
                .map(
                    found ->
                        new Progress(
                            Status.read(found.plan(), found.settings(), found.logs()),
                            LaneHeads.read(found, clock.nowMillis()))));
  }

  private <R> Optional<R> read(BiFunction<LogStore, ObjectStore, Optional<R>> question) {
    CountingMetrics metrics = new CountingMetrics();
    try {
      return question.apply(
          new DynamoDbLog(dynamo, place.table(), place.app(), metrics),
          new S3Objects(s3, place.bucket(), place.prefix(), metrics));
    } catch (StoreRefusedException e) {
      if (e.getCause() instanceof ResourceNotFoundException) {
        return Optional.empty(); // without the table nothing was started
      }
      throw e;
    }
  }

  @Override
  public void close() {
    dynamo.close();
    s3.close();
  }
}
