package dev.sluice.api;

/**
 * Which share of which batch rows belong to. The same share always has the same rows, however often
 * it is delivered, so that (batch, bucket) is a key for idempotent writes.
 *
 * @param batchId the border of the batch interval in milliseconds since 1970-01-01T00:00Z
 * @param bucket the bucket, from 0; each has its own share of the keys
 */
public record BatchInfo(long batchId, int bucket) {}
