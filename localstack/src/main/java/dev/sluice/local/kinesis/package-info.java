/**
 * Kinesis streams in this process: shards with hash-key ranges, sequence numbers, iterators,
 * resharding and retention, as plain Java without any protocol. {@link
 * dev.sluice.local.kinesis.KinesisStreams} is the way in; {@code dev.sluice.local.kinesis.http}
 * speaks the AWS protocol on top of it, {@code dev.sluice.local.kinesis.journal} keeps it on disk.
 */
package dev.sluice.local.kinesis;
