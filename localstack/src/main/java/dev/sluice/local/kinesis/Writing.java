package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Change.RecordsStored;
import dev.sluice.local.kinesis.Change.RecordsStored.Arrival;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts records. The records of one call are one change. */
final class Writing {

  /** A bound for what producers can make this process remember for good. */
  private static final int MAX_PRODUCERS = 10_000;

  private final Core core;

  Writing(Core core) {
    this.core = core;
  }

  /** The hash key of each record. Needs no lock, and is the costly part. */
  static List<BigInteger> hashKeys(List<PutEntry> entries) {
    List<BigInteger> keys = new ArrayList<>(entries.size());
    for (PutEntry entry : entries) {
      keys.add(
          entry
              .explicitHashKey()
              .map(BigInteger::new)
              .orElseGet(() -> HashRange.keyOf(entry.partitionKey())));
    }
    for (BigInteger key : keys) {
      if (key.compareTo(HashRange.KEY_COUNT) >= 0) {
        throw KinesisException.invalidArgument(
            "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                + key);
      }
    }
    return keys;
  }

  List<PutResult> put(
      String name, List<PutEntry> entries, List<BigInteger> hashKeys, Optional<Cursor> cursor) {
    StreamState stream = core.stream(name);
    checkSizes(stream, entries);
    if (cursor.isPresent() && hasLanded(cursor.get(), entries.size())) {
      return landedBefore(stream, hashKeys);
    }
    List<ShardState> shards = hashKeys.stream().map(stream::shardFor).toList();
    List<PutResult> results = new ArrayList<>(entries.size());
    List<Arrival> arrivals = new ArrayList<>(entries.size());
    long counter = stream.nextCounter();
    long stampMillis = stream.newestMillis();
    boolean[] admitted = admit(stream, shards, entries, cursor.isPresent());
    for (int i = 0; i < entries.size(); i++) {
      ShardState shard = shards.get(i);
      if (!admitted[i]) {
        results.add(
            new PutResult.Refused(
                "ProvisionedThroughputExceededException", rateExceeded(stream, shard)));
        continue;
      }
      // A clock that was set back must not set the stamps back.
      stampMillis = Math.max(stampMillis, core.stamps.nextMillis());
      PutEntry entry = entries.get(i);
      arrivals.add(new Arrival(shard.number, stampMillis, entry.partitionKey(), entry.data()));
      results.add(new PutResult.Stored(shard.id(), shard.sequenceNumber(counter++, stampMillis)));
    }
    if (!arrivals.isEmpty()) {
      commit(new RecordsStored(name, arrivals, cursor));
      stream.dropBefore(stream.horizonMillis(core.nowMillis()));
    }
    return results;
  }

  private void commit(RecordsStored stored) {
    try {
      core.commit(stored);
    } catch (RuntimeException e) {
      // The stamps of a call that was not kept go to the next one.
      core.stamps.resume(core.state.accepted(), core.state.newestMillis());
      throw e;
    }
  }

  private boolean[] admit(
      StreamState stream, List<ShardState> shards, List<PutEntry> entries, boolean allOrNothing) {
    boolean[] admitted = new boolean[entries.size()];
    long nowMillis = core.nowMillis();
    for (int i = 0; i < admitted.length; i++) {
      ShardState shard = shards.get(i);
      admitted[i] =
          !core.settings.shardLimits()
              || shard.throttle.admitsRecord(nowMillis, entries.get(i).sizeBytes());
      if (allOrNothing && !admitted[i]) {
        throw KinesisException.throughputExceeded(rateExceeded(stream, shard));
      }
    }
    return admitted;
  }

  private String rateExceeded(StreamState stream, ShardState shard) {
    return String.format(
        Locale.ROOT,
        "Rate exceeded for shard %s in stream %s under account %s.",
        shard.id(),
        stream.name,
        core.settings.account());
  }

  private void checkSizes(StreamState stream, List<PutEntry> entries) {
    long total = 0;
    for (int i = 0; i < entries.size(); i++) {
      int size = entries.get(i).sizeBytes();
      total += size;
      if (size > stream.maxRecordBytes) {
        String path = entries.size() == 1 ? "data" : "records." + (i + 1) + ".member.data";
        throw KinesisException.validation(
            String.format(
                Locale.ROOT,
                "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d (data and partition key have %d bytes)",
                path,
                stream.maxRecordBytes,
                size));
      }
    }
    if (total > core.settings.maxPutBytes()) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Records size exceeds %d MB limit",
              core.settings.maxPutBytes() / (1024 * 1024)));
    }
  }

  private boolean hasLanded(Cursor cursor, int records) {
    Long stored = core.state.cursors.get(cursor.producer());
    long before = stored == null ? 0 : stored;
    if (cursor.number() <= before) {
      return true;
    }
    if (cursor.number() - records != before) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Cursor %d of producer %s does not follow its cursor %d with a call of %d records: records would be lost or doubled. Go on from record %d.",
              cursor.number(),
              cursor.producer(),
              before,
              records,
              before));
    }
    if (stored == null && core.state.cursors.size() >= MAX_PRODUCERS) {
      throw KinesisException.limitExceeded(
          String.format(
              Locale.ROOT,
              "There are %d producers with a cursor already; producer %s would be one more. Use the name of an existing one.",
              MAX_PRODUCERS,
              cursor.producer()));
    }
    return false;
  }

  /** The answer of old is not kept: shards are those of now, the numbers below their records'. */
  private static List<PutResult> landedBefore(StreamState stream, List<BigInteger> hashKeys) {
    List<PutResult> results = new ArrayList<>(hashKeys.size());
    for (BigInteger key : hashKeys) {
      ShardState shard = stream.shardFor(key);
      results.add(new PutResult.Stored(shard.id(), shard.sequenceNumber(shard.opened)));
    }
    return results;
  }
}
