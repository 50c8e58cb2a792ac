package dev.sluice.local.kinesis;

/** How many open shards a stream had and has. */
public record ShardCountUpdate(int before, int after) {}
