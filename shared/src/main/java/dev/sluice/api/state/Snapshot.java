package dev.sluice.api.state;

/** A key's state behind a batch, on its way from {@code mapWithState} to its snapshots. */
public record Snapshot(Object key, Object state) {}
