package dev.sluice.local.run;

import dev.sluice.aws.LogTable;
import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.ports.SourceKind;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Makes what an app needs and what is not there yet: streams, a table, buckets. */
final class Resources {
  private Resources() {}

  /** Makes the table and the buckets. */
  static void make(LocalSettings settings, DynamoDbClient dynamo, S3Client s3) {
    table(dynamo, LocalRun.TABLE);
    bucket(s3, settings.app());
    bucket(s3, LocalRun.spillBucket(settings.app()));
    if (settings.files().isEmpty() && !settings.plan().streams(SourceKind.FILES).isEmpty()) {
      bucket(s3, LocalSources.filesBucket(settings.app()));
    }
  }

  /** Makes the streams, and keeps what is in them, before anybody can read or put. */
  static void makeStreams(LocalSettings settings, KinesisStreams kinesis) {
    for (String name : settings.plan().streams(SourceKind.KINESIS)) {
      try {
        kinesis.describe(name);
      } catch (KinesisException e) {
        kinesis.createStream(name, settings.shards());
      }
      kinesis.keepAll(name); // it may not be processed
    }
  }

  static void table(DynamoDbClient dynamo, String name) {
    try {
      dynamo.createTable(LogTable.definition(name));
    } catch (ResourceInUseException e) {
      // it is there
    }
  }

  private static void bucket(S3Client s3, String name) {
    try {
      s3.createBucket(create -> create.bucket(name));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // it is there
    }
  }
}
