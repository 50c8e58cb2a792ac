package dev.sluice.local.kinesis;

/** A record as its shard keeps it. The data is never changed. */
record StoredRecord(long counter, long stampMillis, String partitionKey, byte[] data) {}
