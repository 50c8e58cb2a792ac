package dev.sluice.local.ports;

import dev.sluice.aws.LogTable;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The embedded services, for clients with HTTP clients of the test's own. */
final class LocalAws implements AutoCloseable {
  private final LocalServices services;

  private LocalAws(LocalServices services) {
    this.services = services;
  }

  static LocalAws start() {
    KinesisEndpoint kinesis = new KinesisEndpoint(new KinesisStreams(System::currentTimeMillis));
    return new LocalAws(
        LocalServices.start(
            LocalOptions.temporary(),
            request -> {
              KinesisReply reply =
                  kinesis.handle(
                      new KinesisCall(request.method(), request.headers(), request.body()));
              return new Exchange.Response(reply.status(), reply.headers(), reply.body());
            }));
  }

  DynamoDbClient dynamo(SdkHttpClient http) {
    return local(DynamoDbClient.builder(), http).build();
  }

  S3Client s3(SdkHttpClient http) {
    return local(S3Client.builder(), http).forcePathStyle(true).build();
  }

  KinesisClient kinesis(SdkHttpClient http) {
    return local(KinesisClient.builder(), http).build();
  }

  void createTable(DynamoDbClient dynamo, String name) {
    dynamo.createTable(LogTable.definition(name));
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B local(
      B builder, SdkHttpClient http) {
    return builder
        .endpointOverride(services.endpoint())
        .region(LocalClients.REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(http);
  }

  @Override
  public void close() {
    services.close();
  }
}
