package dev.sluice.ports;

import java.util.List;
import java.util.Optional;

/**
 * What the coordinator must know about a partitioned stream. Records themselves come through an
 * event source mapping, or whatever else delivers them. A shard is a part of the stream that is
 * ordered in itself: of a Kafka topic, a partition. Every method throws {@link
 * StoreUnavailableException} where the stream cannot answer now, and {@link StoreRefusedException}
 * where repeating cannot help (no such stream or shard, no permission).
 */
public interface Source {

  /**
   * A shard of a stream.
   *
   * @param id unique in the stream
   * @param parents the shards it was split or merged from, as far as the stream still lists them
   */
  record Shard(String id, List<String> parents) {}

  /**
   * What stands behind a position of a shard.
   *
   * @param empty whether the read gave no record; alone it does not mean that there is none
   * @param millisBehindLatest how far the end of the read was from the newest record. Empty and 0
   *     mean that nothing stood behind the position when it was read
   * @param ended whether the shard is closed and this position is its end; then the read was empty
   * @param children the shards that follow a shard that has ended, each with all of its parents
   * @param idleUntilMillis of an idle shard: no record with a stamp before this moment will come,
   *     in milliseconds since 1970-01-01T00:00Z; {@link Long#MAX_VALUE} where the time of the probe
   *     alone says that
   * @param expired of a shard that has ended: whether records behind the position may have expired
   *     unread, as the stream does not list the shard any more, or has lost the record at the
   *     position. It is counted as the lane is sealed
   */
  record Probe(
      boolean empty,
      long millisBehindLatest,
      boolean ended,
      List<Shard> children,
      long idleUntilMillis,
      boolean expired) {

    /** Of a shard whose idleness the time of the probe says. */
    public Probe(boolean empty, long millisBehindLatest, boolean ended, List<Shard> children) {
      this(empty, millisBehindLatest, ended, children, Long.MAX_VALUE, false);
    }

    /** Of an idle shard to which no record with a stamp before a moment will come. */
    public static Probe idleUntil(long millis) {
      return new Probe(true, 0, false, List.of(), millis, false);
    }

    /**
     * Of a shard that has left its stream.
     *
     * @param followers those that go on where it ended, see {@link Lineage#followers}
     */
    public static Probe gone(List<Shard> followers) {
      return new Probe(true, 0, true, followers, Long.MAX_VALUE, true);
    }

    /** The same, of a shard that has ended and behind whose position records may have expired. */
    public Probe orExpired(boolean may) {
      return new Probe(empty, millisBehindLatest, ended, children, idleUntilMillis, expired || may);
    }

    /** What a read of a shard that is pulled says about it. */
    public static Probe of(Pulled pulled) {
      if (pulled instanceof Pulled.Idle idle) {
        return idleUntil(idle.untilMillis());
      } else if (pulled instanceof Pulled.Ended end) {
        return new Probe(true, 0, true, end.children(), Long.MAX_VALUE, end.expired());
      }
      return new Probe(((Pulled.Some) pulled).records().isEmpty(), 1, false, List.of());
    }
  }

  /**
   * What stands behind a position of a shard whose records are delivered.
   *
   * @param records ascending by position; none where nothing was found, which says nothing unless
   *     that at the position is gone, too, or there is none, and this is the end
   * @param there whether the record at the position was found, or is none, at the start
   * @param toEnd whether the stream has nothing behind these records now
   */
  record Missed(List<PulledRecord> records, boolean there, boolean toEnd) {
    /** Of a shard that has left its stream, behind a position. */
    public static Missed gone(Position after) {
      return new Missed(List.of(), after.equals(Position.START), true);
    }

    /**
     * Whether the record at the position is no longer in the stream, so that others behind it may
     * have expired as well. Where nothing was found before the end, that is not known.
     */
    public boolean expired() {
      return !there && (toEnd || !records.isEmpty());
    }
  }

  /** The shards that the stream lists now, closed ones included. New ones may show up late. */
  List<Shard> shards(String stream);

  /**
   * Looks behind a position by a read of the shard.
   *
   * <p>The read begins behind the whole record that has the position's sequence number: for a
   * position that {@linkplain Position#isInside is inside} of a record it says nothing about the
   * rest of that record, which is still to come, unless it has expired. A lane that waits for it is
   * not idle, and need not be probed.
   */
  Probe probe(String stream, String shardId, Position after);

  /**
   * The hash keys that a shard owns, the same from its beginning to its end; asked only of Kinesis
   * streams, where a producer has packed several records into one, each with a hash key of its own.
   *
   * @throws StoreUnavailableException also where the stream does not list the shard, or not yet
   */
  HashRange hashKeys(String stream, String shardId);

  /**
   * Reads records of a shard that nobody delivers.
   *
   * @param after the position behind which to read; as that of a lane, it may be inside of a record
   * @param maxRecords at most so many, at least 1
   * @return empty where records of the stream are delivered, by an event source mapping
   */
  default Optional<Pulled> pull(String stream, String shardId, Position after, int maxRecords) {
    return Optional.empty();
  }

  /**
   * Reads records of a shard that somebody delivers, to see whether any was left out.
   *
   * @param after the position behind which to read; for one inside of a record that record comes
   *     again as a whole
   * @param maxRecords at most so many, at least 1
   * @return empty where the source cannot tell, as where nobody delivers its records
   */
  default Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    return Optional.empty();
  }
}
