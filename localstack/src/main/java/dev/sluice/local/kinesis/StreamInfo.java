package dev.sluice.local.kinesis;

/**
 * A stream as it is now.
 *
 * @param createdMillis milliseconds since 1970-01-01T00:00Z
 * @param openShardCount how many shards take records
 * @param maxRecordBytes the most that a record's data and partition key may take
 */
public record StreamInfo(
    String name,
    String arn,
    long createdMillis,
    StreamMode mode,
    int retentionHours,
    int openShardCount,
    int maxRecordBytes) {}
