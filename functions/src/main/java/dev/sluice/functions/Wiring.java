package dev.sluice.functions;

import dev.sluice.api.StreamApp;
import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.DynamoDbStreamSource;
import dev.sluice.aws.KinesisSource;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Bodies;
import dev.sluice.aws.S3Files;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.S3Tables;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Engine;
import dev.sluice.engine.Ports;
import dev.sluice.engine.files.FileSource;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import dev.sluice.ports.TableSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Puts a function process together: clients, ports, the app and its engine. */
public final class Wiring {
  /** Lambda's own limit for a run of a function. */
  private static final Duration MAX_RUN = Duration.ofMinutes(15);

  private static final String SNAP_START = "snap-start";

  private final Engine engine;
  private final FunctionLog log;
  private final AppMetrics metrics;
  private final CallTime time;

  private Wiring(Engine engine, FunctionLog log, AppMetrics metrics, CallTime time) {
    this.engine = engine;
    this.log = log;
    this.metrics = metrics;
    this.time = time;
  }

  /**
   * A process that takes everything from its environment.
   *
   * @throws IllegalArgumentException if that is not right, with all faults
   */
  public static Wiring fromEnvironment() {
    return of(System.getenv());
  }

  /**
   * A process that is told its environment. Services, region and credentials are found as the SDK
   * finds them.
   *
   * @throws IllegalArgumentException if it is not right, with all faults
   */
  public static Wiring of(Map<String, String> environment) {
    SourceModules modules = SourceModules.inJar();
    FunctionSettings settings = FunctionSettings.of(modules.common(environment));
    StreamApp app = app(settings.appClass());
    SdkHttpClient http = UrlConnectionHttpClient.create();
    Lazy<S3Client> s3 = new Lazy<>(() -> S3Client.builder().httpClient(http).build());
    DynamoDbClient dynamo = DynamoDbClient.builder().httpClient(http).build();
    Lazy<KinesisClient> kinesis =
        new Lazy<>(() -> KinesisClient.builder().httpClient(http).build());
    prepare(environment, s3, kinesis);
    Metrics metrics = Metrics.NONE;
    SystemClock clock = new SystemClock();
    FunctionLog says = new JsonLog(settings.name(), clock, System.err::println);
    CallTime time = new CallTime();
    Plan plan = Plan.of(app, tables(s3, settings.tables()));
    Map<SourceKind, Source> sources = modules.open(plan, environment, clock);
    sources.put(
        SourceKind.KINESIS,
        new Lazy.Asked(
            new Lazy<>(() -> new KinesisSource(kinesis.get(), metrics, settings.start()))));
    LogStore log = new DynamoDbLog(dynamo, settings.table(), settings.name(), metrics);
    ObjectStore spills = objects(s3, settings.spills(), metrics);
    if (!plan.streams(SourceKind.FILES).isEmpty()) {
      settings
          .files()
          .map(place -> new S3Files(s3.get(), place.bucket(), place.key(), metrics))
          .map(files -> new FileSource(files, log, spills, clock, settings.engine()))
          .ifPresent(files -> sources.put(SourceKind.FILES, files));
    }
    if (!plan.streams(SourceKind.DYNAMODB).isEmpty()) {
      DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder().httpClient(http).build();
      sources.put(
          SourceKind.DYNAMODB,
          new DynamoDbStreamSource(
              dynamo,
              streams,
              clock,
              DynamoDbStreamSource.Settings.of(settings.idleAllowance()),
              metrics));
    }
    Ports ports =
        new Ports(
            log,
            objects(s3, settings.outputs(), metrics),
            spills,
            new Sources(sources).requireServed(plan.streams()),
            clock,
            new RandomIds(),
            caller(http, settings, environment, says, time),
            metrics,
            System.out::println);
    requireBroadcasts(plan, settings.broadcasts().keySet());
    Ports all = ports.with(broadcasts(s3, settings, says));
    Engine engine = new Engine(plan, settings.engine(), all, settings.checkpoints());
    String function = environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", settings.name());
    AppMetrics told =
        new AppMetrics(
            engine,
            settings.name(),
            function,
            settings.metricsEvery(),
            clock,
            System.out::println,
            says);
    return new Wiring(engine, says, told, time);
  }

  /**
   * Makes what would be made later where a process is not started but restored: its snapshot holds
   * what is there before, and nobody waits for it.
   */
  static void prepare(Map<String, String> environment, Lazy<?>... later) {
    if (SNAP_START.equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
      List.of(later).forEach(Lazy::get);
    }
  }

  /**
   * Checks that objects are named for just the broadcasts of the app.
   *
   * @throws IllegalArgumentException if not
   */
  static void requireBroadcasts(Plan plan, Set<String> given) {
    Set<String> wanted = new TreeSet<>(plan.sides().broadcastNames());
    if (!wanted.equals(given)) {
      throw new IllegalArgumentException(
          "SLUICE-F07 the app uses broadcasts "
              + wanted
              + ", and objects are named for "
              + new TreeSet<>(given)
              + "; set SLUICE_BROADCAST_<NAME> to s3://bucket/key for each of the app's, and for no"
              + " other");
    }
  }

  private static TableSource broadcasts(
      Lazy<S3Client> s3, FunctionSettings settings, FunctionLog log) {
    Map<String, S3Tables.Place> places = new TreeMap<>();
    settings
        .broadcasts()
        .forEach(
            (name, place) -> places.put(name, new S3Tables.Place(place.bucket(), place.key())));
    return places.isEmpty()
        ? TableSource.NONE
        : new S3Tables(s3.get(), places, problem -> log.warn(problem, Map.of()));
  }

  /** The process's part in running the app. */
  public Engine engine() {
    return engine;
  }

  /** What the process says beside its answers. */
  public FunctionLog log() {
    return log;
  }

  /** What tells how the app is. */
  public AppMetrics metrics() {
    return metrics;
  }

  /** The time of the call that the process is at. */
  CallTime time() {
    return time;
  }

  private static ObjectStore objects(Lazy<S3Client> s3, S3Place place, Metrics metrics) {
    return new Lazy.Objects(
        new Lazy<>(() -> new S3Objects(s3.get(), place.bucket(), place.key(), metrics)));
  }

  private static LambdaCaller caller(
      SdkHttpClient quick,
      FunctionSettings settings,
      Map<String, String> environment,
      FunctionLog log,
      CallTime time) {
    SdkHttpClient patient = UrlConnectionHttpClient.builder().socketTimeout(MAX_RUN).build();
    Region region = DefaultAwsRegionProviderChain.builder().build().getRegion();
    String endpoint =
        environment.getOrDefault(
            "AWS_ENDPOINT_URL_LAMBDA",
            environment.getOrDefault(
                "AWS_ENDPOINT_URL",
                "https://lambda." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix()));
    return new LambdaCaller(
        new LambdaCaller.Connection(
            quick,
            patient,
            DefaultCredentialsProvider.builder().build(),
            URI.create(endpoint),
            region.id()),
        settings.coordinator(),
        settings.bucketFunction(),
        log,
        time::leftMillis);
  }

  private static Map<String, List<String>> tables(Lazy<S3Client> s3, Map<String, S3Place> places) {
    Map<String, List<String>> tables = new TreeMap<>();
    places.forEach((name, place) -> tables.put(name, lines(s3.get(), name, place)));
    return tables;
  }

  private static List<String> lines(S3Client s3, String name, S3Place place) {
    try {
      byte[] whole =
          s3.getObject(get -> get.bucket(place.bucket()).key(place.key()), S3Bodies.whole());
      return new String(whole, StandardCharsets.UTF_8).lines().toList();
    } catch (S3Exception e) {
      throw new IllegalStateException(
          "SLUICE-F06 table "
              + name
              + " cannot be read from "
              + place
              + "; put its file there, and allow the function to read it",
          e);
    }
  }

  static StreamApp app(String className) {
    try {
      return Class.forName(className)
          .asSubclass(StreamApp.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "SLUICE-F04 SLUICE_APP names "
              + className
              + ", which must be in the jar, public, a StreamApp and have a constructor without"
              + " arguments",
          e);
    }
  }
}
