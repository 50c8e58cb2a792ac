package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.api.StreamApp;
import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.KinesisSource;
import dev.sluice.aws.LogTable;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Condition;
import dev.sluice.local.mapping.DiscardedBatch;
import dev.sluice.local.mapping.MappingIdentity;
import dev.sluice.local.mapping.ShardRecord;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A deployed app without AWS: DynamoDB Local, S3Proxy and the Kinesis endpoint hold what a stack
 * holds, the engine does what its functions do, and before them stands what answers CloudFormation.
 */
final class DeployedStack implements AutoCloseable {
  static final String NAME = "sluice-counts";
  static final String APP = "counts";
  static final String BUCKET = "counts-bucket";
  static final String TABLE = "counts-Table-1A";
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

  private final SystemClock clock = new SystemClock();
  private final KinesisStreams streams = new KinesisStreams(clock);
  private final LocalServices services;
  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final KinesisClient kinesis;
  private final HttpServer front;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> outputs = new TreeMap<>();
  private final Map<String, String> answers = new TreeMap<>();
  private final Map<String, Refusal> refusals = new TreeMap<>();
  private final String stream;
  private final String template;
  private Position delivered = Position.START;

  DeployedStack(String stream) throws IOException {
    this.stream = stream;
    this.template = Files.readString(Path.of("../template.yaml"));
    KinesisEndpoint endpoint = new KinesisEndpoint(streams);
    services =
        LocalServices.start(
            LocalOptions.temporary(),
            request -> {
              KinesisReply reply =
                  endpoint.handle(
                      new KinesisCall(request.method(), request.headers(), request.body()));
              return new Exchange.Response(reply.status(), reply.headers(), reply.body());
            });
    dynamo = services.clients().dynamoDb();
    s3 = services.clients().s3();
    kinesis = services.clients().kinesis();
    streams.createStream(stream, 1);
    s3.createBucket(create -> create.bucket(BUCKET));
    dynamo.createTable(LogTable.definition(TABLE));
    with("AppName", APP);
    with("TableName", TABLE);
    with("BucketName", BUCKET);
    with("OutputsLocation", "s3://" + BUCKET + "/outputs/");
    with("SpillsLocation", "s3://" + BUCKET + "/spills/");
    with("GivenUpLocation", "s3://" + BUCKET + "/aws/lambda/");
    front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.createContext("/", this::answer);
    front.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
  }

  S3Client s3() {
    return s3;
  }

  /** Adds an output, which the template must have. */
  void with(String output, String value) {
    assertThat(template.indexOf("\n  " + output + ":\n", template.indexOf("\nOutputs:\n")))
        .as("output %s in template.yaml", output)
        .isPositive();
    outputs.put(output, value);
  }

  /**
   * Answers what no service here knows: path and query of a GET, or {@code Action=} and {@code
   * X-Amz-Target} of services that have one path.
   */
  void knows(String question, String answer) {
    answers.put(question, answer);
  }

  /** Refuses a question, as {@link #knows} takes it, or whatever path begins with it. */
  void refuses(String question, int status, String answer) {
    refusals.put(question, new Refusal(status, answer));
  }

  /** Refuses nothing any more. */
  void refusesNothing() {
    refusals.clear();
  }

  private record Refusal(int status, String answer) {}

  private Optional<Refusal> refusal(String question) {
    return refusals.entrySet().stream()
        .filter(each -> question.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** As if the template had not this output. */
  void without(String output) {
    outputs.remove(output);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String text = new String(body, StandardCharsets.UTF_8);
      if (text.startsWith("Action=DescribeStacks&")) {
        describe(exchange, text);
      } else if (refusal(question(exchange, text)).isPresent()) {
        Refusal refusal = refusal(question(exchange, text)).get();
        byte[] said = refusal.answer().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refusal.status(), said.length);
        exchange.getResponseBody().write(said);
      } else if (answers.containsKey(question(exchange, text))) {
        byte[] known = answers.get(question(exchange, text)).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, known.length);
        exchange.getResponseBody().write(known);
      } else {
        passOn(exchange, body);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The operation where there is one: all others are told apart by path and query. */
  private static String question(HttpExchange exchange, String body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return target != null
        ? target
        : body.startsWith("Action=")
            ? body.substring(0, body.indexOf('&'))
            : exchange.getRequestURI().toString();
  }

  private void describe(HttpExchange exchange, String request) throws IOException {
    boolean known = request.contains("&StackName=" + NAME);
    StringBuilder members = new StringBuilder();
    outputs.forEach(
        (key, value) ->
            members
                .append("<member><OutputKey>" + key + "</OutputKey>")
                .append("<OutputValue>" + value + "</OutputValue></member>"));
    String answer =
        known
            ? "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>"
                + NAME
                + "</StackName><Outputs>"
                + members
                + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>"
            : "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
                + "<Message>Stack with id other does not exist</Message></Error></ErrorResponse>";
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(known ? 200 : 400, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void passOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    URI to = services.endpoint().resolve(exchange.getRequestURI());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
              }
            });
    byte[] content = response.body();
    exchange.sendResponseHeaders(response.statusCode(), content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  /** What a function of the app is made of. */
  Engine function(StreamApp app, StartFrom from) {
    EngineSettings settings =
        new EngineSettings(
            Duration.ofMillis(200), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    Ports ports =
        new Ports(
            new DynamoDbLog(dynamo, TABLE, APP, Metrics.NONE),
            new S3Objects(s3, BUCKET, "outputs/", Metrics.NONE),
            new S3Objects(s3, BUCKET, "spills/", Metrics.NONE),
            new KinesisSource(kinesis, Metrics.NONE),
            clock,
            new RandomIds(),
            new Nobody(),
            Metrics.NONE,
            line -> {});
    return new Engine(
        Plan.of(app, Map.of()), settings, ports, new CheckpointSettings(Duration.ZERO, from));
  }

  void send(String... lines) {
    for (String line : lines) {
      kinesis.putRecord(
          put ->
              put.streamName(stream)
                  .partitionKey(line)
                  .data(SdkBytes.fromString(line, StandardCharsets.UTF_8)));
    }
  }

  /** Delivers what is new, as a mapping does, and lets coordinators come by until it is done. */
  void deliver(Engine function) throws InterruptedException {
    List<Record> records = unread();
    function.coordinator().run();
    if (!records.isEmpty()) {
      function.transform().apply(stream, shard(), records.stream().map(this::taken).toList());
    }
    for (int runs = 0; runs < 4; runs++) {
      Thread.sleep(250);
      function.coordinator().run();
    }
  }

  /** The mapping gives up what is new; who asks for it gets what its destination got. */
  DiscardedBatch giveUp() {
    List<ShardRecord> records =
        unread().stream()
            .map(
                each ->
                    new ShardRecord(
                        each.sequenceNumber(),
                        each.partitionKey(),
                        each.data().asByteBuffer(),
                        each.approximateArrivalTimestamp()))
            .toList();
    delivered = Position.of(records.get(records.size() - 1).sequenceNumber());
    return new DiscardedBatch(
        MappingIdentity.of("arn:aws:kinesis:us-east-1:1:stream/" + stream, "transform"),
        Condition.RETRY_ATTEMPTS_EXHAUSTED,
        new Batch(shard(), records),
        3,
        true,
        Instant.ofEpochMilli(clock.nowMillis()));
  }

  /** Puts an object where the mapping does. */
  void keep(DiscardedBatch batch, String content) {
    s3.putObject(
        put -> put.bucket(BUCKET).key(batch.objectKey("mapping")), RequestBody.fromString(content));
  }

  /** A new mapping begins at the oldest record. */
  void makeMappingAnew() {
    delivered = Position.START;
  }

  String shard() {
    return streams.shards(stream).get(0).id();
  }

  private List<Record> unread() {
    String iterator =
        kinesis
            .getShardIterator(
                get -> get.streamName(stream).shardId(shard()).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    return kinesis.getRecords(get -> get.shardIterator(iterator)).records().stream()
        .filter(each -> Position.of(each.sequenceNumber()).compareTo(delivered) > 0)
        .toList();
  }

  private InRecord taken(Record record) {
    delivered = Position.of(record.sequenceNumber());
    return new InRecord(
        delivered,
        record.approximateArrivalTimestamp().toEpochMilli(),
        record.partitionKey(),
        record.data().asByteArray());
  }

  /** The names of objects. */
  List<String> names(String prefix) {
    return s3.listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix)).contents().stream()
        .map(each -> each.key())
        .toList();
  }

  @Override
  public void close() {
    front.stop(0);
    kinesis.close();
    dynamo.close();
    s3.close();
    services.close();
    streams.close();
  }
}
