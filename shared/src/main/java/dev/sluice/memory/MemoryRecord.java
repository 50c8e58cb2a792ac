package dev.sluice.memory;

/**
 * A record of a {@link MemoryStream}.
 *
 * @param sequence its sequence number, 56 decimal digits unless the stream has shorter ones
 * @param stampMillis when it arrived, as the stream stamped it, in milliseconds since the epoch
 * @param partitionKey chosen by the producer; decides about the shard
 * @param data its bytes, not to be changed
 */
public record MemoryRecord(String sequence, long stampMillis, String partitionKey, byte[] data) {}
