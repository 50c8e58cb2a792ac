package dev.sluice.local.mapping;

import java.util.concurrent.atomic.LongAdder;

/** Counts over all shards. */
final class Tally {
  final LongAdder invocations = new LongAdder();
  final LongAdder records = new LongAdder();
  final LongAdder throttles = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder bisections = new LongAdder();
  final LongAdder discardedBatches = new LongAdder();
  final LongAdder discardedRecords = new LongAdder();

  MappingCounters counters() {
    return new MappingCounters(
        invocations.sum(),
        records.sum(),
        throttles.sum(),
        retries.sum(),
        bisections.sum(),
        discardedBatches.sum(),
        discardedRecords.sum());
  }
}
