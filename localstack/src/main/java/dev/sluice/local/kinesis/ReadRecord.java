package dev.sluice.local.kinesis;

/**
 * A record as it is read.
 *
 * @param stampMillis when it arrived, milliseconds since 1970-01-01T00:00Z
 * @param data not a copy: must not be changed
 */
public record ReadRecord(
    String sequenceNumber, long stampMillis, String partitionKey, byte[] data) {}
