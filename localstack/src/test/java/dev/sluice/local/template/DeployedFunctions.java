package dev.sluice.local.template;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.aws.LogTable;
import dev.sluice.aws.SystemClock;
import dev.sluice.functions.BucketFunction;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.functions.TransformFunction;
import dev.sluice.functions.Wiring;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The functions as the template sets them up, with clients of their own making, on services of this
 * process. Each one's calls are written down.
 */
final class DeployedFunctions implements AutoCloseable {
  static final String STREAM = "clicks";
  static final String TRANSFORM = "transform";
  static final String COORDINATOR = "coordinator";
  static final String BUCKET = "bucket";

  /** Where the SDK looks for what the environment says on Lambda. */
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "local", "aws.secretAccessKey", "local", "aws.region", "us-east-1");

  private static final String ENDPOINT = "aws.endpointUrl";

  private final Map<String, Set<AwsCall>> calls =
      Map.of(
          TRANSFORM, new ConcurrentSkipListSet<>(),
          COORDINATOR, new ConcurrentSkipListSet<>(),
          BUCKET, new ConcurrentSkipListSet<>());

  private final KinesisStreams streams = new KinesisStreams(new SystemClock());
  private final LocalServices services;
  private final KinesisClient kinesis;
  private final S3Client s3;
  private final HttpServer lambda;
  private final Map<String, String> environment;
  private BucketFunction bucketFunction;

  DeployedFunctions(DeployedTemplate template, Map<String, String> more) throws IOException {
    services = LocalServices.start(LocalOptions.temporary(), served(streams));
    kinesis = services.clients().kinesis();
    s3 = services.clients().s3();
    lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.createContext("/", this::invoke);
    lambda.start();
    CREDENTIALS.forEach(System::setProperty);
    // By number: a client addresses buckets by names of hosts otherwise.
    System.setProperty(ENDPOINT, "http://127.0.0.1:" + services.endpoint().getPort());
    environment = new TreeMap<>(template.environment());
    environment.putAll(more);
    environment.put("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:" + lambda.getAddress().getPort());
    make(template);
  }

  private static Exchange.Handler served(KinesisStreams streams) {
    KinesisEndpoint endpoint = new KinesisEndpoint(streams);
    return request -> {
      KinesisReply reply =
          endpoint.handle(new KinesisCall(request.method(), request.headers(), request.body()));
      return new Exchange.Response(reply.status(), reply.headers(), reply.body());
    };
  }

  /** What the template makes, and what the user of it has made. */
  private void make(DeployedTemplate template) {
    streams.createStream(STREAM, 1);
    try (DynamoDbClient dynamo = services.clients().dynamoDb()) {
      dynamo.createTable(LogTable.definition(environment.get("SLUICE_TABLE")));
    }
    for (String bucket : List.of("bucket", "reference")) {
      s3.createBucket(create -> create.bucket(bucket));
    }
  }

  void object(String bucket, String key, String content) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  List<String> keys(String prefix) {
    return s3.listObjectsV2(list -> list.bucket("bucket").prefix(prefix)).contents().stream()
        .map(each -> each.key())
        .toList();
  }

  void send(List<byte[]> data) {
    List<PutRecordsRequestEntry> entries =
        data.stream()
            .map(SdkBytes::fromByteArray)
            .map(each -> PutRecordsRequestEntry.builder().partitionKey("k").data(each).build())
            .toList();
    kinesis.putRecords(put -> put.streamName(STREAM).records(entries));
  }

  /** What a function has called. */
  Set<AwsCall> calls(String function) {
    return calls.get(function);
  }

  TransformFunction transform() {
    return recorded(
        TRANSFORM, () -> new TransformFunction(wired().engine().transform(), (text, fields) -> {}));
  }

  CoordinatorFunction coordinator() {
    return recorded(COORDINATOR, () -> new CoordinatorFunction(wired().engine().coordinator()));
  }

  BucketFunction bucket() {
    return recorded(BUCKET, () -> new BucketFunction(wired().engine()));
  }

  private Wiring wired() {
    return Wiring.of(environment);
  }

  /** Does something as a function. */
  <T> T recorded(String function, Supplier<T> work) {
    Set<AwsCall> before = CallRecorder.to(calls.get(function));
    try {
      return work.get();
    } finally {
      CallRecorder.to(before);
    }
  }

  /** All records of the stream, as a mapping would deliver them. */
  KinesisEvent event() {
    String shard = streams.shards(STREAM).get(0).id();
    String iterator =
        kinesis
            .getShardIterator(
                get -> get.streamName(STREAM).shardId(shard).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    KinesisEvent event = new KinesisEvent();
    event.setRecords(
        kinesis.getRecords(get -> get.shardIterator(iterator)).records().stream()
            .map(each -> record(shard, each))
            .toList());
    return event;
  }

  private static KinesisEvent.KinesisEventRecord record(String shard, Record of) {
    KinesisEvent.Record kinesis = new KinesisEvent.Record();
    kinesis.setPartitionKey(of.partitionKey());
    kinesis.setSequenceNumber(of.sequenceNumber());
    kinesis.setData(ByteBuffer.wrap(of.data().asByteArray()));
    kinesis.setApproximateArrivalTimestamp(Date.from(of.approximateArrivalTimestamp()));
    KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
    record.setKinesis(kinesis);
    record.setEventID(shard + ":" + of.sequenceNumber());
    record.setEventSourceARN(DeployedTemplate.STREAM);
    return record;
  }

  /** Lambda's Invoke: who calls waits for a bucket function, and not for the coordinator. */
  private void invoke(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String name = URLDecoder.decode(path.split("/")[3], StandardCharsets.UTF_8);
      Set<AwsCall> caller = CallRecorder.to(null);
      caller.add(
          new AwsCall(
              "lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:" + name));
      CallRecorder.to(caller);
      Map<?, ?> event = new JsonMapper().readValue(exchange.getRequestBody(), Map.class);
      int status = 202;
      if (event.containsKey("stage")) {
        if (bucketFunction == null) {
          bucketFunction = bucket();
        }
        recorded(BUCKET, () -> bucketFunction.handleRequest(DeployedTemplate.map(event), null));
        status = 200;
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Override
  public void close() {
    System.clearProperty(ENDPOINT);
    CREDENTIALS.keySet().forEach(System::clearProperty);
    lambda.stop(0);
    kinesis.close();
    s3.close();
    services.close();
    streams.close();
  }
}
