package dev.sluice.local.run;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.ArrivalStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How an app is run on this machine.
 *
 * @param app the app's name; its bucket has it
 * @param plan the app's graph
 * @param engine interval, buckets and so on
 * @param shards how many shards streams have that do not exist yet
 * @param stamps the clock by which records arrive
 * @param state where everything is kept from one run to the next; empty: nothing is
 * @param port of the endpoint, 0 for a free one
 * @param disturbance changes deliveries, for proof runs
 * @param mirror the directory that the outputs are copied to; empty: they stay in the bucket
 * @param files the directory below which files arrive for apps that read some; empty: they arrive
 *     in a bucket
 * @param broadcasts the files of the tables of broadcasts, by name
 * @param stores where DynamoDB and S3 are, if not in this process
 * @param isolation how functions run in processes of their own; empty: they run in this one
 * @param checkpointEvery how much time passes between two checkpoints of a state that is kept, 0
 *     for none
 */
public record LocalSettings(
    String app,
    Plan plan,
    EngineSettings engine,
    int shards,
    ArrivalStamps stamps,
    Optional<Path> state,
    int port,
    Disturbance disturbance,
    Optional<Path> mirror,
    Optional<Path> files,
    Map<String, Path> broadcasts,
    Optional<URI> stores,
    Optional<Isolation> isolation,
    Duration checkpointEvery) {

  /** They cost nothing here. */
  public static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(1);

  /** Files arrive in a bucket, there are no broadcasts, and functions run in this process. */
  public LocalSettings(
      String app,
      Plan plan,
      EngineSettings engine,
      int shards,
      ArrivalStamps stamps,
      Optional<Path> state,
      int port,
      Disturbance disturbance,
      Optional<Path> mirror) {
    this(
        app,
        plan,
        engine,
        shards,
        stamps,
        state,
        port,
        disturbance,
        mirror,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        CHECKPOINT_EVERY);
  }
}
