package dev.sluice.local.kinesis;

import java.util.Locale;

/**
 * What may be set. Start from {@link #defaults()} and change what must differ.
 *
 * @param region the AWS region that ARNs name
 * @param account the AWS account that ARNs and messages name, 12 digits
 * @param maxRecordBytes the most that a record's data and partition key (as UTF-8) may take, for
 *     streams that do not set their own maximum. AWS: 1 MiB unless raised, at most 10 MiB
 * @param maxPutBytes the most that data and partition keys of one PutRecords call may take. AWS: 10
 *     MiB, 5 MiB before records could be larger than 1 MiB
 * @param maxOpenShards how many open shards all streams together may have. AWS: 500 to 20,000 an
 *     account, by region
 * @param shardLimits whether a shard refuses what exceeds its share: 1,000 records and 1 MiB a
 *     second in, 5 reads and 2 MiB a second out
 */
public record KinesisSettings(
    String region,
    String account,
    int maxRecordBytes,
    int maxPutBytes,
    int maxOpenShards,
    boolean shardLimits) {

  private static final int MIB = 1024 * 1024;

  /** The most that AWS allows for a record, since 2025: 10 MiB. */
  public static final int LARGEST_RECORD_BYTES = 10 * MIB;

  public KinesisSettings {
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("an AWS account has 12 digits, not '" + account + "'");
    }
    if (maxRecordBytes < 1 || maxRecordBytes > LARGEST_RECORD_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a record's maximum of %d bytes is out of range: 1 to %d bytes",
              maxRecordBytes,
              LARGEST_RECORD_BYTES));
    }
    if (maxPutBytes < maxRecordBytes || maxPutBytes > LARGEST_RECORD_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a call's maximum of %d bytes is out of range: at least a record's %d bytes, at most %d",
              maxPutBytes,
              maxRecordBytes,
              LARGEST_RECORD_BYTES));
    }
    if (maxOpenShards < 1) {
      throw new IllegalArgumentException("at least 1 shard must be allowed, not " + maxOpenShards);
    }
  }

  /** Region us-east-1, records up to 1 MiB, calls up to 10 MiB, 500 shards, no shard limits. */
  public static KinesisSettings defaults() {
    return new KinesisSettings("us-east-1", "000000000000", MIB, LARGEST_RECORD_BYTES, 500, false);
  }

  public KinesisSettings withRegion(String newRegion) {
    return new KinesisSettings(
        newRegion, account, maxRecordBytes, maxPutBytes, maxOpenShards, shardLimits);
  }

  public KinesisSettings withMaxRecordBytes(int bytes) {
    return new KinesisSettings(region, account, bytes, maxPutBytes, maxOpenShards, shardLimits);
  }

  public KinesisSettings withMaxOpenShards(int shards) {
    return new KinesisSettings(region, account, maxRecordBytes, maxPutBytes, shards, shardLimits);
  }

  public KinesisSettings withShardLimits(boolean on) {
    return new KinesisSettings(region, account, maxRecordBytes, maxPutBytes, maxOpenShards, on);
  }

  /** The ARN of a stream. */
  public String streamArn(String stream) {
    return "arn:aws:kinesis:" + region + ":" + account + ":stream/" + stream;
  }
}
