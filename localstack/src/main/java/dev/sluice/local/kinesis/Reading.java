package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Iterators.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads records of a shard. */
final class Reading {

  /** AWS: a read gives at most 10,000 records. */
  static final int MAX_RECORDS = 10_000;

  /** AWS: a read gives at most 10 MiB. One record is given whatever its size. */
  private static final long MAX_BYTES = 10L * 1024 * 1024;

  private final Core core;
  private final Iterators iterators;

  Reading(Core core, Iterators iterators) {
    this.core = core;
    this.iterators = iterators;
  }

  ReadResult read(String iterator, int limit) {
    Place place = iterators.resolve(iterator);
    StreamState stream = place.stream();
    ShardState shard = place.shard();
    long nowMillis = core.nowMillis();
    if (core.settings.shardLimits() && !shard.throttle.admitsRead(nowMillis)) {
      throw KinesisException.throughputExceeded(
          String.format(
              Locale.ROOT,
              "Rate exceeded for shard %s in stream %s under account %s.",
              shard.id(),
              stream.name,
              core.settings.account()));
    }
    stream.dropBefore(stream.horizonMillis(nowMillis));

    RecordLog log = shard.records;
    int index = log.indexOfCounter(place.counter());
    List<ReadRecord> records = new ArrayList<>();
    long counter = place.counter();
    long bytes = 0;
    while (index < log.size() && records.size() < Math.min(limit, MAX_RECORDS)) {
      StoredRecord record = log.get(index);
      long size = record.data().length + record.partitionKey().length();
      if (!records.isEmpty() && bytes + size > MAX_BYTES) {
        break;
      }
      bytes += size;
      records.add(readable(shard, record));
      counter = record.counter() + 1;
      index++;
    }
    shard.throttle.gaveOut(nowMillis, bytes);
    boolean atTip = index == log.size();
    return answer(stream, shard, records, counter, atTip, nowMillis);
  }

  private ReadResult answer(
      StreamState stream,
      ShardState shard,
      List<ReadRecord> records,
      long counter,
      boolean atTip,
      long nowMillis) {
    // Behind means behind: records of one millisecond must not look like the end.
    long behind =
        atTip ? 0 : Math.max(1, nowMillis - records.get(records.size() - 1).stampMillis());
    boolean atEnd = atTip && !shard.isOpen();
    Optional<String> next =
        atEnd ? Optional.empty() : Optional.of(iterators.issue(stream, shard, counter));
    return new ReadResult(records, next, behind, atEnd ? children(stream, shard) : List.of());
  }

  private static ReadRecord readable(ShardState shard, StoredRecord record) {
    return new ReadRecord(
        shard.sequenceNumber(record.counter(), record.stampMillis()),
        record.stampMillis(),
        record.partitionKey(),
        record.data());
  }

  private static List<ReadResult.Child> children(StreamState stream, ShardState parent) {
    return stream.shards.stream()
        .filter(shard -> shard.parents.contains(parent.number))
        .map(
            shard ->
                new ReadResult.Child(
                    shard.id(), shard.parents.stream().map(ShardState::idOf).toList(), shard.range))
        .toList();
  }
}
