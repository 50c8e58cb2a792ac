package dev.sluice.engine.transform;

import dev.sluice.ports.Position;

/**
 * A record as a shard gave it.
 *
 * @param stampMillis when it arrived, by the stream's clock
 */
public record InRecord(Position position, long stampMillis, String partitionKey, byte[] data) {}
