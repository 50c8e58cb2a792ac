package dev.sluice.local.kinesis;

import dev.sluice.ports.Clock;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Kinesis streams in memory, with everything that an application can observe of the real ones:
 * hash-key ranges, sequence numbers, arrival stamps, iterators that expire, splits and merges,
 * retention. Changes take effect at once: a stream is ACTIVE as soon as it exists.
 *
 * <p>Nothing here is random and no other clock is read than the given ones, so equal calls with
 * equal clocks give equal streams, to the last digit of a sequence number. Stamps never fall within
 * a stream, in the order of puts, and are taken under the lock: whoever read the clock before a put
 * has read no more than the put's stamp. Records stay in memory until their retention ends.
 *
 * <p>Safe for use by several threads. Every method that names a stream throws a {@link
 * KinesisException} with the code {@code ResourceNotFoundException} if there is none of that name.
 */
public final class KinesisStreams implements AutoCloseable {

  private final Object lock = new Object();
  private final Core core;
  private final StreamAdmin admin;
  private final ShardListing listing;
  private final Resharding resharding;
  private final Writing writing;
  private final Iterators iterators;
  private final Reading reading;

  /**
   * Streams that continue what the journal has kept.
   *
   * @param stamps gives arrival stamps, and the present that retention is measured against
   * @param iteratorClock decides when iterators expire; usually {@code stamps} again
   * @param journal closed by {@link #close()}
   */
  public KinesisStreams(
      ArrivalStamps stamps, Clock iteratorClock, KinesisSettings settings, Journal journal) {
    core =
        new Core(
            Objects.requireNonNull(stamps, "stamps"),
            Objects.requireNonNull(iteratorClock, "iteratorClock"),
            Objects.requireNonNull(settings, "settings"),
            Objects.requireNonNull(journal, "journal"));
    admin = new StreamAdmin(core);
    listing = new ShardListing(core);
    resharding = new Resharding(core);
    writing = new Writing(core);
    iterators = new Iterators(core);
    reading = new Reading(core, iterators);
  }

  /** Streams that end with the process, stamped by a clock. */
  public KinesisStreams(Clock clock) {
    this(new WallStamps(clock), clock, KinesisSettings.defaults(), Journal.none());
  }

  public KinesisSettings settings() {
    return core.settings;
  }

  /** The present, milliseconds since 1970-01-01T00:00Z, by the clock that iterators expire by. */
  public long nowMillis() {
    return core.iteratorClock.nowMillis();
  }

  /** Creates a stream with a fixed number of shards. */
  public void createStream(String name, int shardCount) {
    createStream(name, StreamMode.PROVISIONED, OptionalInt.of(shardCount), OptionalInt.empty());
  }

  /**
   * Creates a stream.
   *
   * @param shardCount must be given for {@link StreamMode#PROVISIONED} and only for it
   * @param maxRecordBytes the most that data and partition key of a record may take, if not the
   *     settings' default
   * @throws KinesisException {@code ResourceInUseException} if the name is taken, {@code
   *     LimitExceededException} if there would be too many shards
   */
  public void createStream(
      String name, StreamMode mode, OptionalInt shardCount, OptionalInt maxRecordBytes) {
    synchronized (lock) {
      admin.create(name, mode, shardCount, maxRecordBytes);
    }
  }

  /** Deletes a stream with all its records. Producers' cursors stay. */
  public void deleteStream(String name) {
    synchronized (lock) {
      admin.delete(name);
    }
  }

  /** What is known of a stream. */
  public StreamInfo describe(String name) {
    synchronized (lock) {
      return admin.describe(name);
    }
  }

  /** All streams by name. */
  public List<StreamInfo> streams() {
    synchronized (lock) {
      return admin.list();
    }
  }

  /** All shards whose records may still be read, by number. */
  public List<ShardInfo> shards(String name) {
    return shards(name, ShardFilter.ALL);
  }

  /** Those shards that a filter lets through, by number. */
  public List<ShardInfo> shards(String name, ShardFilter filter) {
    synchronized (lock) {
      return listing.list(name, filter);
    }
  }

  /** Keeps records for longer; what has expired stays so. */
  public void increaseRetention(String name, int hours) {
    synchronized (lock) {
      admin.increaseRetention(name, hours);
    }
  }

  /** Keeps records for less long, at least 24 hours. */
  public void decreaseRetention(String name, int hours) {
    synchronized (lock) {
      admin.decreaseRetention(name, hours);
    }
  }

  /**
   * Keeps records for as long as can be, also those that had expired and are still there, but for
   * those that came before a shard ended that is gone by now.
   */
  public void keepAll(String name) {
    synchronized (lock) {
      admin.keepAll(name);
    }
  }

  /**
   * Forgets records that arrived before a time, whatever the retention.
   *
   * @param millis milliseconds since 1970-01-01T00:00Z
   */
  public void forgetBefore(String name, long millis) {
    synchronized (lock) {
      admin.forgetBefore(name, millis);
    }
  }

  /** Splits an open shard in two; the upper one begins at the given hash key. */
  public void splitShard(String name, String shardId, BigInteger newStartingHashKey) {
    synchronized (lock) {
      resharding.split(name, shardId, newStartingHashKey);
    }
  }

  /** Merges two open shards whose hash ranges adjoin. */
  public void mergeShards(String name, String shardId, String adjacentShardId) {
    synchronized (lock) {
      resharding.merge(name, shardId, adjacentShardId);
    }
  }

  /**
   * Splits and merges until the given number of open shards share the hash keys evenly.
   *
   * @param target at least half and at most double the present number, as AWS has it
   */
  public ShardCountUpdate updateShardCount(String name, int target) {
    synchronized (lock) {
      return resharding.update(name, target);
    }
  }

  /**
   * Puts records. Without a cursor, records of a shard above its limits are refused one by one;
   * everything else is stored. With a cursor, all records land with it or none does.
   *
   * @param cursor the producer's place after this call. If the stored one has come as far already,
   *     nothing is stored again, and the results name the shards of now and sequence numbers below
   *     those that the records have. If it does not follow the stored one by exactly the records of
   *     this call, the call is refused
   * @return one result for each record, in their order
   */
  public List<PutResult> put(String name, List<PutEntry> entries, Optional<Cursor> cursor) {
    List<BigInteger> hashKeys = Writing.hashKeys(entries);
    synchronized (lock) {
      return writing.put(name, entries, hashKeys, cursor);
    }
  }

  /** Puts one record. */
  public PutResult put(String name, PutEntry entry) {
    return put(name, List.of(entry), Optional.empty()).get(0);
  }

  /** How many records a producer has landed with cursors; 0 if it is not known. */
  public long producerCursor(String producer) {
    synchronized (lock) {
      return core.state.cursors.getOrDefault(producer, 0L);
    }
  }

  /**
   * An iterator that is valid for five minutes.
   *
   * @param shardId {@code shardId-000000000000}, or shorter forms of it that AWS takes
   */
  public String iterator(String name, String shardId, IteratorStart start) {
    synchronized (lock) {
      return iterators.issue(name, shardId, start);
    }
  }

  /**
   * Reads on from an iterator.
   *
   * @param limit the most records to read; never more than 10,000 or 10 MiB are
   * @throws KinesisException {@code ExpiredIteratorException} if the iterator is too old, {@code
   *     ProvisionedThroughputExceededException} if the shard's limits are on and exceeded
   */
  public ReadResult read(String iterator, int limit) {
    synchronized (lock) {
      return reading.read(iterator, limit);
    }
  }

  /** Lets the journal go. The streams must not be used any more. */
  @Override
  public void close() {
    synchronized (lock) {
      core.close();
    }
  }
}
