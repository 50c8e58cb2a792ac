package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Ports;
import dev.sluice.local.kinesis.Journal;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.journal.FileJournal;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.local.services.Parts;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.Caller;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.SourceKind;
import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The services of a run, in this process but for stores that are named, with what the app needs in
 * them: streams, a table, buckets.
 */
final class RunServices implements AutoCloseable {
  private static final long JOURNAL_FILE_BYTES = 64L * 1024 * 1024;

  private final LocalSettings settings;
  private final Consumer<String> problems;
  private final Parts parts = new Parts();
  private final CountingMetrics metrics = new CountingMetrics();
  private final LateKinesis endpoint = new LateKinesis();
  private final LocalServices services;
  private final KinesisStreams streams;
  private final KinesisClient kinesis;
  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final LocalSources sources;

  /**
   * Starts them. What fails meanwhile leaves nothing open.
   *
   * @param functions answers calls of functions, where they run apart
   * @param problems takes what goes wrong and is tried again or repaired
   */
  RunServices(LocalSettings settings, Exchange.Handler functions, Consumer<String> problems) {
    this.settings = settings;
    this.problems = problems;
    try {
      // The endpoint first: it locks the state and finds out whether the port is free.
      services = parts.add(startEndpoint(functions));
      Journal journal = parts.add(journal());
      streams =
          parts.add(
              new KinesisStreams(settings.stamps(), new SystemClock(), kinesis(settings), journal));
      Resources.makeStreams(settings, streams);
      endpoint.is(new KinesisEndpoint(streams));
      kinesis = parts.add(services.clients().kinesis());
      LocalClients clients = settings.stores().map(LocalClients::new).orElseGet(services::clients);
      dynamo = parts.add(clients.dynamoDb());
      s3 = parts.add(clients.s3());
      sources =
          new LocalSources(
              settings, kinesis, dynamo, parts.add(clients.dynamoDbStreams()), s3, metrics);
      Resources.make(settings, dynamo, s3);
    } catch (Throwable e) {
      parts.close(e::addSuppressed);
      throw e;
    }
  }

  private LocalServices startEndpoint(Exchange.Handler functions) {
    LocalOptions options = new LocalOptions(settings.state(), settings.port());
    return settings.stores().isPresent()
        ? LocalServices.startStreams(options, endpoint)
        : LocalServices.start(options, endpoint, settings.isolation().map(apart -> functions));
  }

  private Journal journal() {
    return settings
        .state()
        .<Journal>map(dir -> new FileJournal(dir.resolve("kinesis"), JOURNAL_FILE_BYTES, problems))
        .orElseGet(Journal::none);
  }

  /** The app's streams have as many shards as it says, and what they are split into. */
  static KinesisSettings kinesis(LocalSettings settings) {
    int streams = settings.plan().streams(SourceKind.KINESIS).size();
    KinesisSettings defaults = KinesisSettings.defaults();
    int most = Math.max(defaults.maxOpenShards(), 2 * settings.shards() * streams);
    return defaults.withMaxOpenShards(most);
  }

  /**
   * What an engine of the run works with.
   *
   * @param outputs takes its results
   * @param caller calls the app's functions
   * @param console takes what {@code print} prints
   */
  Ports ports(ObjectStore outputs, Caller caller, Consumer<String> console) {
    LogStore log = new DynamoDbLog(dynamo, LocalRun.TABLE, settings.app(), metrics);
    ObjectStore spills = bucket(LocalRun.spillBucket(settings.app()));
    return new Ports(
            log,
            outputs,
            spills,
            sources.with(log, spills),
            settings.stamps(),
            new RandomIds(),
            caller,
            metrics,
            console)
        .with(new FileTables(settings.broadcasts(), new SystemClock(), problems));
  }

  /** The objects of a bucket. */
  ObjectStore bucket(String name) {
    return new S3Objects(s3, name, "", metrics);
  }

  /** Where they are, but for stores that were named. */
  URI endpoint() {
    return services.endpoint();
  }

  KinesisStreams streams() {
    return streams;
  }

  KinesisClient kinesis() {
    return kinesis;
  }

  S3Client s3() {
    return s3;
  }

  CountingMetrics metrics() {
    return metrics;
  }

  /** Refuses puts from now on; all before are in the streams when this returns. */
  void endInput() {
    endpoint.endInput();
  }

  @Override
  public void close() {
    parts.close(failure -> problems.accept("while stopping: " + failure));
  }
}
