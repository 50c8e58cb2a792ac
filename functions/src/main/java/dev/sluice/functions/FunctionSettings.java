package dev.sluice.functions;

import dev.sluice.aws.DynamoDbStreamSource;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a function is told by its environment.
 *
 * <p>{@code SLUICE_PARALLELIZATION_FACTOR} and {@code SLUICE_STARTING_POSITION} repeat what the
 * event source mapping was given, as no event tells: a factor above 1 and LATEST are refused.
 *
 * @param appClass the class of the app ({@code SLUICE_APP})
 * @param name the app's name, before its lanes ({@code SLUICE_NAME})
 * @param table the DynamoDB table ({@code SLUICE_TABLE})
 * @param outputs where results go ({@code SLUICE_OUTPUTS}, {@code s3://bucket/prefix/})
 * @param spills where entries keep bulk ({@code SLUICE_SPILLS}, {@code s3://bucket/prefix/})
 * @param tables where the lines of static tables are ({@code SLUICE_TABLES}, {@code
 *     name=s3://bucket/key,...}, or {@code SLUICE_TABLE_NAME} for each, in capitals)
 * @param broadcasts where the tables of broadcasts are ({@code SLUICE_BROADCASTS}, or {@code
 *     SLUICE_BROADCAST_NAME} for each, as with tables)
 * @param engine {@code SLUICE_INTERVAL} (such as PT10S), {@code SLUICE_BUCKETS}, {@code
 *     SLUICE_SKEW_ALLOWANCE}, {@code SLUICE_ENTRY_LIFETIME}, {@code SLUICE_BUCKETS_INLINE}, {@code
 *     SLUICE_DELIVERY_TRUST}
 * @param coordinator the coordinator's function name ({@code SLUICE_COORDINATOR})
 * @param bucketFunction the bucket function's name ({@code SLUICE_BUCKET_FUNCTION})
 * @param files where files arrive for apps that read some ({@code SLUICE_FILES}, {@code
 *     s3://bucket/prefix/})
 * @param idleAllowance how long after a change of a table it may become visible in the table's
 *     stream ({@code SLUICE_DYNAMODB_IDLE_ALLOWANCE})
 * @param checkpoints how often checkpoints are taken ({@code SLUICE_CHECKPOINT_EVERY}, PT0S for
 *     never), and what an app without lanes begins from ({@code SLUICE_RESTORE}: newest, none, or
 *     the number of a checkpoint)
 * @param metricsEvery how often the coordinator tells CloudWatch how the app is ({@code
 *     SLUICE_METRICS_EVERY}), zero for never
 * @param start where the event source mapping starts ({@code SLUICE_STARTING_TIMESTAMP}, such as
 *     2026-11-01T00:00:00Z or seconds since 1970), if at a timestamp
 */
public record FunctionSettings(
    String appClass,
    String name,
    String table,
    S3Place outputs,
    S3Place spills,
    Map<String, S3Place> tables,
    Map<String, S3Place> broadcasts,
    EngineSettings engine,
    String coordinator,
    String bucketFunction,
    Optional<S3Place> files,
    Duration idleAllowance,
    CheckpointSettings checkpoints,
    Duration metricsEvery,
    Optional<Instant> start) {

  private static final String TABLE_PREFIX = "SLUICE_TABLE_";
  private static final String BROADCAST_PREFIX = "SLUICE_BROADCAST_";

  /**
   * Reads and checks everything.
   *
   * @throws IllegalArgumentException with all faults
   */
  public static FunctionSettings of(Map<String, String> environment) {
    Environment in = new Environment(environment);
    Map<String, S3Place> tables = objects(in, TABLE_PREFIX, "SLUICE_TABLES");
    Map<String, S3Place> broadcasts = objects(in, BROADCAST_PREFIX, "SLUICE_BROADCASTS");
    String app = in.text("SLUICE_APP", "the class of the app, such as com.example.OilPumps");
    String name = in.appName("SLUICE_NAME");
    String table = in.text("SLUICE_TABLE", "the DynamoDB table of the lanes");
    S3Place outputs = in.prefix("SLUICE_OUTPUTS");
    S3Place spills = in.prefix("SLUICE_SPILLS");
    if (outputs != null
        && spills != null
        && (outputs.contains(spills) || spills.contains(outputs))) {
      in.fault(
          "SLUICE_OUTPUTS "
              + outputs
              + " and SLUICE_SPILLS "
              + spills
              + " overlap; take prefixes of which neither contains the other, so that whoever"
              + " removes results does not remove state");
    }
    EngineSettings engine = engine(in);
    String coordinator = in.text("SLUICE_COORDINATOR", "the coordinator's function name");
    String bucketFunction =
        engine != null && engine.buckets() > engine.bucketsInline()
            ? in.text(
                "SLUICE_BUCKET_FUNCTION",
                "the bucket function's name, which is needed where SLUICE_BUCKETS ("
                    + engine.buckets()
                    + ") is above SLUICE_BUCKETS_INLINE ("
                    + engine.bucketsInline()
                    + ")")
            : in.optional("SLUICE_BUCKET_FUNCTION", "");
    Optional<S3Place> files =
        in.optional("SLUICE_FILES", "").isBlank()
            ? Optional.empty()
            : Optional.ofNullable(in.prefix("SLUICE_FILES"));
    Duration idleAllowance =
        in.duration(
            "SLUICE_DYNAMODB_IDLE_ALLOWANCE",
            DynamoDbStreamSource.DEFAULT_IDLE_ALLOWANCE.toString(),
            DynamoDbStreamSource.Settings::of);
    CheckpointSettings checkpoints = checkpoints(in);
    Duration metricsEvery =
        in.duration(
            "SLUICE_METRICS_EVERY",
            AppMetrics.DEFAULT_EVERY.toString(),
            it -> {
              if (it.isNegative()) {
                throw new IllegalArgumentException("it must not be negative; PT0S is for never");
              }
            });
    Optional<Instant> start = checkMapping(in);
    in.throwFaults();
    return new FunctionSettings(
        app,
        name,
        table,
        outputs,
        spills,
        tables,
        broadcasts,
        engine,
        coordinator,
        bucketFunction,
        files,
        idleAllowance,
        checkpoints,
        metricsEvery,
        start);
  }

  private static Map<String, S3Place> objects(Environment in, String prefix, String list) {
    Map<String, S3Place> places = in.objects(list);
    for (String variable : in.startingWith(prefix)) {
      String name = variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
      if (places.put(name, in.object(variable)) != null) {
        in.fault(list + " names " + name + ", and so does " + variable + "; leave one out");
      }
    }
    return places;
  }

  /** The settings, or null where one is at fault; each is tried among others that are right. */
  private static EngineSettings engine(Environment in) {
    Duration lifeByDefault = EngineSettings.DEFAULT_ENTRY_LIFETIME;
    Duration second = Duration.ofSeconds(1);
    Duration interval =
        in.duration(
            "SLUICE_INTERVAL",
            "PT10S",
            it -> new EngineSettings(it, 1, Duration.ZERO, lifeByDefault, 1));
    Integer buckets =
        in.number(
            "SLUICE_BUCKETS",
            "1",
            it -> new EngineSettings(second, it, Duration.ZERO, lifeByDefault, 1));
    Duration skew =
        in.duration(
            "SLUICE_SKEW_ALLOWANCE",
            EngineSettings.DEFAULT_SKEW_ALLOWANCE.toString(),
            it -> new EngineSettings(second, 1, it, lifeByDefault, 1));
    Duration life =
        in.duration(
            "SLUICE_ENTRY_LIFETIME",
            lifeByDefault.toString(),
            it -> new EngineSettings(second, 1, Duration.ZERO, it, 1));
    Integer inline =
        in.number(
            "SLUICE_BUCKETS_INLINE",
            EngineSettings.DEFAULT_BUCKETS_INLINE + "",
            it -> {
              if (it < 0) {
                throw new IllegalArgumentException("it must not be negative");
              }
            });
    Duration trust =
        in.duration(
            "SLUICE_DELIVERY_TRUST",
            EngineSettings.DEFAULT_TRUST.toString(),
            it -> new EngineSettings(second, 1, Duration.ZERO, lifeByDefault, 1, it));
    boolean right =
        Stream.of(interval, buckets, skew, life, inline, trust).allMatch(Objects::nonNull);
    return right ? new EngineSettings(interval, buckets, skew, life, inline, trust) : null;
  }

  private static CheckpointSettings checkpoints(Environment in) {
    Duration every =
        in.duration(
            "SLUICE_CHECKPOINT_EVERY",
            CheckpointSettings.DEFAULT_EVERY.toString(),
            it -> new CheckpointSettings(it, new StartFrom.Newest()));
    String from = in.optional("SLUICE_RESTORE", "newest");
    try {
      StartFrom start = StartFrom.parse(from);
      return every == null ? null : new CheckpointSettings(every, start);
    } catch (IllegalArgumentException e) {
      in.fault("SLUICE_RESTORE: " + e.getMessage());
      return null;
    }
  }

  private static Optional<Instant> checkMapping(Environment in) {
    in.number(
        "SLUICE_PARALLELIZATION_FACTOR",
        "1",
        it -> {
          if (it != 1) {
            throw new IllegalArgumentException(
                "give the event source mapping factor 1: with more, records of a shard come out of"
                    + " order and some would be taken for ones that are done; for more speed, split"
                    + " shards");
          }
        });
    String start = in.optional("SLUICE_STARTING_POSITION", "TRIM_HORIZON");
    if (!start.equals("TRIM_HORIZON") && !start.equals("AT_TIMESTAMP")) {
      in.fault(
          "SLUICE_STARTING_POSITION is '"
              + start
              + "'; let the event source mapping start at TRIM_HORIZON or AT_TIMESTAMP: at LATEST,"
              + " records around its creation are missed");
    }
    if (!start.equals("AT_TIMESTAMP")) {
      return Optional.empty();
    }
    return in.instant(
        "SLUICE_STARTING_TIMESTAMP",
        "the StartingPositionTimestamp of the mapping, as SLUICE_STARTING_POSITION is AT_TIMESTAMP");
  }
}
