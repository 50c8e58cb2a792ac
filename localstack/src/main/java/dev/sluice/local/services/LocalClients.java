package dev.sluice.local.services;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes AWS clients for a local endpoint. Each call makes a new client, which the caller closes.
 *
 * @param endpoint where all three services are, see {@link LocalServices#endpoint()}
 */
public record LocalClients(URI endpoint) implements Clients {

  /** Local services look at no region; clients want one. */
  public static final Region REGION = Region.US_EAST_1;

  /** Local services accept any credentials of letters and digits. */
  private static final String CREDENTIAL = "local";

  /** A Kinesis client (CBOR). */
  @Override
  public KinesisClient kinesis() {
    return local(KinesisClient.builder()).build();
  }

  /** A Kinesis client that makes each call once, so that a lost answer shows. */
  @Override
  public KinesisClient kinesisWithoutRetries() {
    return local(KinesisClient.builder())
        .overrideConfiguration(each -> each.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /** A DynamoDB client. */
  @Override
  public DynamoDbClient dynamoDb() {
    return local(DynamoDbClient.builder()).build();
  }

  /** A client of DynamoDB streams. */
  public DynamoDbStreamsClient dynamoDbStreams() {
    return local(DynamoDbStreamsClient.builder()).build();
  }

  /** An S3 client that addresses buckets path-style. */
  @Override
  public S3Client s3() {
    return local(S3Client.builder()).forcePathStyle(true).build();
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B local(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(CREDENTIAL, CREDENTIAL)))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }
}
