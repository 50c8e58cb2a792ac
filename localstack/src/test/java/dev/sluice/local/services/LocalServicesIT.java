package dev.sluice.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.aws.LogTable;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.kinesis.journal.FileJournal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;

class LocalServicesIT {
  private static final Map<String, AttributeValue> ITEM_KEY =
      Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromN("1"));

  @TempDir Path state;

  @Test
  void onePortServesAllThreeAndARestartFindsEverythingAgain() throws Exception {
    String iterator;
    try (KinesisStreams streams = streams();
        LocalServices services = start(LocalOptions.keptIn(state), streams)) {
      try (DynamoDbClient dynamo = services.clients().dynamoDb();
          S3Client s3 = services.clients().s3();
          KinesisClient kinesis = services.clients().kinesis()) {
        dynamo.createTable(LogTable.definition("table"));
        dynamo.putItem(put -> put.tableName("table").item(ITEM_KEY));
        s3.createBucket(create -> create.bucket("bucket"));
        s3.putObject(put -> put.bucket("bucket").key("a/b.csv"), RequestBody.fromString("1,2\n"));
        kinesis.createStream(create -> create.streamName("stream").shardCount(2));
        kinesis.putRecord(
            put ->
                put.streamName("stream").partitionKey("k").data(SdkBytes.fromUtf8String("line")));
        iterator = iterator(kinesis);
        assertThat(read(kinesis, iterator)).isEqualTo("line");
      }
    }
    assertThat(Files.readString(state.resolve("s3/bucket/a/b.csv")))
        .as("objects are plain files")
        .isEqualTo("1,2\n");

    try (KinesisStreams streams = streams();
        LocalServices services = start(LocalOptions.keptIn(state), streams);
        DynamoDbClient dynamo = services.clients().dynamoDb();
        S3Client s3 = services.clients().s3();
        KinesisClient kinesis = services.clients().kinesis()) {
      assertThat(dynamo.getItem(get -> get.tableName("table").key(ITEM_KEY)).item())
          .isEqualTo(ITEM_KEY);
      assertThat(s3.getObjectAsBytes(get -> get.bucket("bucket").key("a/b.csv")).asString(UTF_8))
          .isEqualTo("1,2\n");
      assertThat(read(kinesis, iterator)).as("an iterator from before").isEqualTo("line");
    }
  }

  @Test
  void occupiedPortIsNamedWithWhatToDoAndLeavesTheStateFree() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> start(LocalOptions.keptIn(state).withPort(port), null))
          .isInstanceOfSatisfying(
              PortTakenException.class, e -> assertThat(e.port()).isEqualTo(port))
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("Stop it, or choose another port: --port 0 takes a free one");
    }
    start(LocalOptions.keptIn(state), null).close();
  }

  @Test
  void stateOfAnotherProcessIsRefusedUntilThatProcessIsGone() throws Exception {
    try (StateHolder other = StateHolder.start(state)) {
      assertThatThrownBy(() -> start(LocalOptions.keptIn(state), null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(state.toString())
          .hasMessageContaining("in use by another local run")
          .hasMessageContaining("Stop the other one, or use another directory");
      assertThat(other.holds()).isTrue();
    }
    try (LocalServices services = start(LocalOptions.keptIn(state), null)) {
      assertThatThrownBy(() -> start(LocalOptions.keptIn(state), null))
          .as("in the same process, too")
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by another local run");
      assertThat(services.endpoint().getPort()).isPositive();
    }
  }

  @Test
  void requestForAServiceThatIsNotHereNamesThoseThatAre() throws Exception {
    try (LocalServices services = start(LocalOptions.temporary(), null)) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(services.endpoint())
                      .header("X-Amz-Target", "AmazonSQS.ListQueues")
                      .POST(HttpRequest.BodyPublishers.ofString("{}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("UnknownOperationException")
          .contains("No local service answers AmazonSQS.ListQueues")
          .contains("there are DynamoDB, DynamoDBStreams, Kinesis and S3");
    }
  }

  private KinesisStreams streams() {
    return new KinesisStreams(
        new WallStamps(System::currentTimeMillis),
        System::currentTimeMillis,
        KinesisSettings.defaults(),
        new FileJournal(state.resolve("kinesis"), 1 << 20, problem -> {}));
  }

  private static LocalServices start(LocalOptions options, KinesisStreams streams) {
    KinesisEndpoint endpoint =
        new KinesisEndpoint(
            streams == null ? new KinesisStreams(System::currentTimeMillis) : streams);
    return LocalServices.start(
        options,
        request -> {
          KinesisReply reply =
              endpoint.handle(new KinesisCall(request.method(), request.headers(), request.body()));
          return new Exchange.Response(reply.status(), reply.headers(), reply.body());
        });
  }

  private static String iterator(KinesisClient kinesis) {
    return kinesis.listShards(list -> list.streamName("stream")).shards().stream()
        .map(
            shard ->
                kinesis
                    .getShardIterator(
                        get ->
                            get.streamName("stream")
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator())
        .filter(it -> !kinesis.getRecords(get -> get.shardIterator(it)).records().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static String read(KinesisClient kinesis, String iterator) {
    return kinesis.getRecords(get -> get.shardIterator(iterator)).records().stream()
        .map(Record::data)
        .map(SdkBytes::asUtf8String)
        .findFirst()
        .orElse("");
  }
}
