package dev.sluice.local.doctor;

import dev.sluice.local.services.Clients;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Asks DynamoDB, Kinesis and S3 how table, streams and bucket are configured. */
final class StoreReader {
  private static final int NOT_FOUND = 404;
  private static final String UNKNOWN = "UnknownOperationException";

  private final Clients clients;

  StoreReader(Clients clients) {
    this.clients = clients;
  }

  StoreFacts.Table table(String name) {
    try (DynamoDbClient dynamo = clients.dynamoDb()) {
      TableDescription table = dynamo.describeTable(request -> request.tableName(name)).table();
      TimeToLiveDescription expiry =
          dynamo.describeTimeToLive(request -> request.tableName(name)).timeToLiveDescription();
      boolean expires =
          expiry.timeToLiveStatus() == TimeToLiveStatus.ENABLED
              || expiry.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
      TreeMap<String, String> keys = new TreeMap<>();
      table
          .keySchema()
          .forEach(
              key ->
                  table.attributeDefinitions().stream()
                      .filter(each -> each.attributeName().equals(key.attributeName()))
                      .forEach(
                          each ->
                              keys.put(
                                  key.keyTypeAsString() + " " + key.attributeName(),
                                  each.attributeTypeAsString())));
      return new StoreFacts.Table(
          name,
          table.tableStatusAsString(),
          keys,
          expires ? Optional.of(expiry.attributeName()) : Optional.empty(),
          isRecoverable(dynamo, name));
    }
  }

  private static boolean isRecoverable(DynamoDbClient dynamo, String name) {
    try {
      return dynamo
              .describeContinuousBackups(request -> request.tableName(name))
              .continuousBackupsDescription()
              .pointInTimeRecoveryDescription()
              .pointInTimeRecoveryStatus()
          == PointInTimeRecoveryStatus.ENABLED;
    } catch (DynamoDbException e) {
      if (!e.awsErrorDetails().errorCode().equals(UNKNOWN)) {
        throw e;
      }
      return true; // an emulator, whose tables nobody wants back
    }
  }

  StoreFacts.Stream stream(String name) {
    try (KinesisClient kinesis = clients.kinesis()) {
      StreamDescriptionSummary stream =
          kinesis
              .describeStreamSummary(request -> request.streamName(name))
              .streamDescriptionSummary();
      return new StoreFacts.Stream(
          name, stream.streamStatusAsString(), stream.retentionPeriodHours());
    }
  }

  StoreFacts.Bucket bucket(String name) {
    try (S3Client s3 = clients.s3()) {
      return new StoreFacts.Bucket(name, isClosed(s3, name), expiries(s3, name));
    }
  }

  private static boolean isClosed(S3Client s3, String name) {
    try {
      PublicAccessBlockConfiguration block =
          s3.getPublicAccessBlock(request -> request.bucket(name)).publicAccessBlockConfiguration();
      return Boolean.TRUE.equals(block.blockPublicAcls())
          && Boolean.TRUE.equals(block.blockPublicPolicy())
          && Boolean.TRUE.equals(block.ignorePublicAcls())
          && Boolean.TRUE.equals(block.restrictPublicBuckets());
    } catch (S3Exception e) {
      return none(e, false);
    }
  }

  private static List<StoreFacts.Expiry> expiries(S3Client s3, String name) {
    try {
      return s3.getBucketLifecycleConfiguration(request -> request.bucket(name)).rules().stream()
          .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
          .filter(rule -> rule.expiration() != null && rule.expiration().days() != null)
          .map(rule -> new StoreFacts.Expiry(prefix(rule), rule.expiration().days()))
          .toList();
    } catch (S3Exception e) {
      return none(e, List.of());
    }
  }

  /** A rule without one is for all objects; so is one that goes by tags, as far as we can tell. */
  @SuppressWarnings("deprecation") // rules that were made long ago have it
  private static String prefix(LifecycleRule rule) {
    if (rule.filter() != null && rule.filter().prefix() != null) {
      return rule.filter().prefix();
    } else if (rule.filter() != null
        && rule.filter().and() != null
        && rule.filter().and().prefix() != null) {
      return rule.filter().and().prefix();
    }
    return rule.prefix() == null ? "" : rule.prefix();
  }

  /** S3 answers 404 where nothing is configured. */
  private static <T> T none(S3Exception e, T none) {
    if (e.statusCode() != NOT_FOUND) {
      throw e;
    }
    return none;
  }
}
