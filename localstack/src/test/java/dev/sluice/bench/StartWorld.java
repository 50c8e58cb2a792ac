package dev.sluice.bench;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.sluice.aws.LogTable;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.SystemClock;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.kinesis.Journal;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.lambda.FunctionConfig;
import dev.sluice.local.lambda.LambdaService;
import dev.sluice.local.lambda.Launch;
import dev.sluice.local.lambda.Reply;
import dev.sluice.local.lambda.TaskRoot;
import dev.sluice.local.mapping.EventJson;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;

/** An app that has been started once, with its services, and events for its transform function. */
final class StartWorld implements AutoCloseable {
  private static final int RECORDS = 100;
  private static final String SHARD = "shardId-000000000000";
  private static final String TABLE = "sluice";

  private final KinesisStreams streams;
  private final LocalServices services;
  private final KinesisClient kinesis;
  private final Random random = new Random(1);
  private String iterator;
  private long number;

  private StartWorld(KinesisStreams streams, LocalServices services) {
    this.streams = streams;
    this.services = services;
    this.kinesis = services.clients().kinesis();
  }

  static Path jar() {
    Path classes =
        Path.of(LogTable.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path home = classes;
    while (!home.resolve("functions/target/sluice-functions.jar").toFile().exists()) {
      home = home.getParent();
    }
    return home.resolve("functions/target/sluice-functions.jar");
  }

  static StartWorld start() throws Exception {
    KinesisStreams streams =
        new KinesisStreams(
            new WallStamps(System::currentTimeMillis),
            new SystemClock(),
            KinesisSettings.defaults(),
            Journal.none());
    KinesisEndpoint endpoint = new KinesisEndpoint(streams);
    // Wake-ups are taken and nothing else is run: it would take the processor from what is
    // measured.
    LocalServices services =
        LocalServices.start(
            LocalOptions.temporary(),
            request -> answer(endpoint, request),
            Optional.of(request -> new Exchange.Response(202, Map.of(), new byte[0])));
    StartWorld world = new StartWorld(streams, services);
    world.make();
    return world;
  }

  private static Exchange.Response answer(KinesisEndpoint endpoint, Exchange.Request request) {
    KinesisReply reply =
        endpoint.handle(new KinesisCall(request.method(), request.headers(), request.body()));
    return new Exchange.Response(reply.status(), reply.headers(), reply.body());
  }

  private void make() throws Exception {
    streams.createStream(OilPumps.STREAM, 1);
    try (DynamoDbClient dynamo = services.clients().dynamoDb();
        S3Client s3 = services.clients().s3();
        TaskRoot root = TaskRoot.of(List.of(jar()));
        LambdaService lambda =
            new LambdaService(
                new SystemClock(),
                new RandomIds(),
                (function, line) -> System.err.println("  " + line),
                problem -> {})) {
      dynamo.createTable(LogTable.definition(TABLE));
      s3.createBucket(create -> create.bucket("bench"));
      iterator =
          kinesis
              .getShardIterator(
                  get ->
                      get.streamName(OilPumps.STREAM)
                          .shardId(SHARD)
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      lambda.deploy(
          new FunctionConfig(
              "coordinator",
              "dev.sluice.functions.CoordinatorFunction",
              1024,
              Duration.ofMinutes(2),
              Map.of(),
              1),
          Launch.ofThisJava(root.directory()).with(variables()));
      if (lambda.call("coordinator", "{}".getBytes(StandardCharsets.UTF_8))
          instanceof Reply.Failed failed) {
        throw new IllegalStateException(failed.message());
      }
    }
  }

  /** Of every function. */
  Map<String, String> variables() {
    return Map.of(
        "AWS_ENDPOINT_URL", "http://127.0.0.1:" + services.endpoint().getPort(),
        "SLUICE_APP", OilPumps.class.getName(),
        "SLUICE_NAME", "bench",
        "SLUICE_TABLE", TABLE,
        "SLUICE_OUTPUTS", "s3://bench/outputs/",
        "SLUICE_SPILLS", "s3://bench/spills/",
        "SLUICE_COORDINATOR", "coordinator");
  }

  /** A hundred records that no call has had. */
  String event() {
    for (int i = 0; i < RECORDS; i++) {
      long at = number++;
      kinesis.putRecord(
          put ->
              put.streamName(OilPumps.STREAM)
                  .partitionKey("PUMP" + at % 10)
                  .data(
                      SdkBytes.fromByteArray(
                          Readings.line("PUMP" + at % 10, System.currentTimeMillis(), random))));
    }
    List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>();
    while (records.size() < RECORDS) {
      var read = kinesis.getRecords(get -> get.shardIterator(iterator));
      iterator = read.nextShardIterator();
      read.records().forEach(each -> records.add(record(each)));
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return EventJson.of(event);
  }

  private static KinesisEvent.KinesisEventRecord record(Record from) {
    KinesisEvent.Record kinesis = new KinesisEvent.Record();
    kinesis.setKinesisSchemaVersion("1.0");
    kinesis.setPartitionKey(from.partitionKey());
    kinesis.setSequenceNumber(from.sequenceNumber());
    kinesis.setData(ByteBuffer.wrap(from.data().asByteArray()));
    kinesis.setApproximateArrivalTimestamp(Date.from(from.approximateArrivalTimestamp()));
    KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
    record.setKinesis(kinesis);
    record.setEventSource("aws:kinesis");
    record.setEventVersion("1.0");
    record.setEventID(SHARD + ":" + from.sequenceNumber());
    record.setEventName("aws:kinesis:record");
    record.setInvokeIdentityArn("arn:aws:iam::000000000000:role/bench");
    record.setAwsRegion("us-east-1");
    record.setEventSourceARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + OilPumps.STREAM);
    return record;
  }

  @Override
  public void close() {
    kinesis.close();
    services.close();
    streams.close();
  }
}
