package dev.sluice.local.ports;

import dev.sluice.aws.LogTable;
import dev.sluice.local.Endpoint;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * AWS for the tests of its adapters: the embedded services, or what {@link Endpoint} names.
 * Streams, tables and buckets have names of their own and are removed at the end.
 */
final class TestAws implements AutoCloseable {
  private final Optional<URI> endpoint;
  private final boolean ownCredentials;
  private final Optional<LocalServices> embedded;
  private final Deque<Runnable> removals = new ArrayDeque<>();

  private TestAws(
      Optional<URI> endpoint, boolean ownCredentials, Optional<LocalServices> embedded) {
    this.endpoint = endpoint;
    this.ownCredentials = ownCredentials;
    this.embedded = embedded;
  }

  static TestAws start() {
    Optional<String> given = Endpoint.given();
    if (given.isEmpty()) {
      System.out.println(Endpoint.VARIABLE + " is not set: tested against embedded services");
      LocalServices embedded = embedded();
      return new TestAws(Optional.of(embedded.endpoint()), false, Optional.of(embedded));
    }
    System.out.println("tested against " + given.get());
    boolean account = given.get().equals(Endpoint.ACCOUNT);
    Optional<URI> uri = given.filter(text -> !account).map(URI::create);
    return new TestAws(
        uri, account || System.getenv("AWS_ACCESS_KEY_ID") != null, Optional.empty());
  }

  private static LocalServices embedded() {
    KinesisEndpoint kinesis = new KinesisEndpoint(new KinesisStreams(System::currentTimeMillis));
    return LocalServices.start(
        LocalOptions.temporary(),
        request -> {
          KinesisReply reply =
              kinesis.handle(new KinesisCall(request.method(), request.headers(), request.body()));
          return new Exchange.Response(reply.status(), reply.headers(), reply.body());
        });
  }

  DynamoDbClient dynamo(SdkHttpClient http) {
    return configured(DynamoDbClient.builder(), http).build();
  }

  DynamoDbStreamsClient dynamoStreams(SdkHttpClient http) {
    return configured(DynamoDbStreamsClient.builder(), http).build();
  }

  S3Client s3(SdkHttpClient http) {
    return configured(S3Client.builder(), http).forcePathStyle(true).build();
  }

  KinesisClient kinesis(SdkHttpClient http) {
    return configured(KinesisClient.builder(), http).build();
  }

  String createBucket() {
    String bucket = Endpoint.newName();
    try (S3Client s3 = s3(UrlConnectionHttpClient.create())) {
      s3.createBucket(create -> create.bucket(bucket));
    }
    removals.push(() -> removeBucket(bucket));
    return bucket;
  }

  private void removeBucket(String bucket) {
    try (S3Client s3 = s3(UrlConnectionHttpClient.create())) {
      s3.listObjectsV2Paginator(list -> list.bucket(bucket))
          .contents()
          .forEach(object -> s3.deleteObject(it -> it.bucket(bucket).key(object.key())));
      s3.deleteBucket(delete -> delete.bucket(bucket));
    }
  }

  /** A table for {@link dev.sluice.aws.DynamoDbLog}. */
  String createLogTable() {
    return createTable(LogTable::definition);
  }

  String createTable(Function<String, CreateTableRequest> definition) {
    String table = Endpoint.newName();
    try (DynamoDbClient dynamo = dynamo(UrlConnectionHttpClient.create())) {
      dynamo.createTable(definition.apply(table));
      dynamo.waiter().waitUntilTableExists(describe -> describe.tableName(table));
    }
    removals.push(() -> removeTable(table));
    return table;
  }

  private void removeTable(String table) {
    try (DynamoDbClient dynamo = dynamo(UrlConnectionHttpClient.create())) {
      dynamo.deleteTable(delete -> delete.tableName(table));
    }
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, SdkHttpClient http) {
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).region(LocalClients.REGION));
    if (!ownCredentials) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }
    return builder.httpClient(http);
  }

  @Override
  public void close() {
    while (!removals.isEmpty()) {
      removals.pop().run();
    }
    embedded.ifPresent(LocalServices::close);
  }
}
