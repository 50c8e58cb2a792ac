package dev.sluice.local.stack;

import dev.sluice.local.services.Clients;
import dev.sluice.local.services.LocalClients;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Clients for deployed apps, with the credentials and the region that the SDK finds.
 *
 * @param endpoint an emulator in place of AWS; it also takes a region and credentials that mean
 *     nothing, where none are configured
 */
public record StackClients(Optional<URI> endpoint) implements Clients {
  /** Emulators want some. */
  private static final String CREDENTIAL = "test";

  /**
   * Asks CloudFormation for a stack.
   *
   * @throws IllegalArgumentException SLUICE-A01 if it is no stack of an app
   */
  public Stack find(String name) {
    return Stack.of(name, outputs(name));
  }

  /**
   * Asks CloudFormation for the outputs of a stack, by name.
   *
   * @throws IllegalArgumentException SLUICE-A01 if there is no such stack
   */
  public Map<String, String> outputs(String name) {
    try (CloudFormationClient formation = configured(CloudFormationClient.builder()).build()) {
      Map<String, String> outputs = new LinkedHashMap<>();
      formation
          .describeStacks(request -> request.stackName(name))
          .stacks()
          .forEach(
              stack ->
                  stack
                      .outputs()
                      .forEach(each -> outputs.put(each.outputKey(), each.outputValue())));
      return outputs;
    } catch (CloudFormationException e) {
      throw new IllegalArgumentException(
          "SLUICE-A01 stack '"
              + name
              + "' cannot be looked at: "
              + (e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage())
              + "; look at its name, the region (AWS_REGION) and the credentials (AWS_PROFILE)",
          e);
    }
  }

  /** A client for functions and their mappings. */
  public LambdaClient lambda() {
    return configured(LambdaClient.builder()).build();
  }

  /** A client for roles and their policies. */
  public IamClient iam() {
    return configured(IamClient.builder()).build();
  }

  /** A client for schedules. */
  public EventBridgeClient eventBridge() {
    return configured(EventBridgeClient.builder()).build();
  }

  @Override
  public KinesisClient kinesis() {
    return configured(KinesisClient.builder()).build();
  }

  @Override
  public KinesisClient kinesisWithoutRetries() {
    return configured(KinesisClient.builder())
        .overrideConfiguration(each -> each.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @Override
  public DynamoDbClient dynamoDb() {
    return configured(DynamoDbClient.builder()).build();
  }

  @Override
  public S3Client s3() {
    S3ClientBuilder builder = configured(S3Client.builder());
    return endpoint.isPresent() ? builder.forcePathStyle(true).build() : builder.build();
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
    if (endpoint.isPresent()) {
      builder.endpointOverride(endpoint.get());
      builder.credentialsProvider(
          AwsCredentialsProviderChain.of(
              SystemPropertyCredentialsProvider.create(),
              EnvironmentVariableCredentialsProvider.create(),
              ProfileCredentialsProvider.create(),
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(CREDENTIAL, CREDENTIAL))));
      if (!hasRegion()) {
        builder.region(LocalClients.REGION);
      }
    }
    return builder.httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  /** Whether one is configured; an emulator's machine has no metadata to ask. */
  private static boolean hasRegion() {
    try {
      return new AwsRegionProviderChain(
                  new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
              .getRegion()
          != null;
    } catch (SdkClientException e) {
      return false;
    }
  }
}
