package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An entry of a shard lane.
 *
 * @param kind why it was put
 * @param position how far the lane has read
 * @param clockMillis the newest arrival stamp, or the time up to which the lane is known to be idle
 * @param writtenMillis when it was put, by the writer's clock; for upkeep only
 * @param intervals what it holds for each interval, ascending
 * @param counters the lane's counters so far
 * @param index where the parts of the body are
 * @param body what it hands to the operators
 * @param children the shards that follow, in a seal
 * @param epoch the newest version of the app that the lane knows of: code of an earlier one takes
 *     no records behind this
 */
public record ShardEntry(
    Kind kind,
    Position position,
    long clockMillis,
    long writtenMillis,
    List<IntervalInfo> intervals,
    Map<String, Long> counters,
    BodyIndex index,
    Payload body,
    List<Source.Shard> children,
    int epoch) {

  /** Why a shard lane's entry was put. */
  public enum Kind {
    /** Entry 0: the lane begins. */
    BIRTH,
    /** Records were read. */
    DATA,
    /** The shard was found idle up to the clock. */
    ADVANCE,
    /** The shard has ended; nothing follows. */
    SEAL,
    /** Nothing new; keeps the head from expiring. */
    FRESH
  }

  private static final char FORMAT = 'S';
  private static final Payload NOTHING = new Payload.Inline(new byte[0]);

  /** Entry 0 of a lane. */
  public static ShardEntry birth(long clockMillis, long nowMillis) {
    return plain(Kind.BIRTH, Position.START, clockMillis, nowMillis, Map.of(), List.of(), 0);
  }

  /**
   * An entry behind this one that says that the shard was idle up to a clock. A seal stays one: a
   * lane can have ended before it was registered, and joins with a later clock than it had.
   */
  public ShardEntry advance(long newClock, long nowMillis) {
    return behind(Kind.ADVANCE, newClock, nowMillis);
  }

  /** An entry behind this one that says what it says, and expires later; a seal stays one. */
  public ShardEntry fresh(long nowMillis) {
    return behind(Kind.FRESH, clockMillis, nowMillis);
  }

  private ShardEntry behind(Kind open, long clock, long nowMillis) {
    Kind next = sealed() ? Kind.SEAL : open;
    return plain(next, position, clock, nowMillis, counters, children, epoch);
  }

  /**
   * The end of the lane.
   *
   * @param following the shards that go on where it ends
   * @param expired whether records behind its position may have expired unread, which is counted
   */
  public ShardEntry seal(long nowMillis, List<Source.Shard> following, boolean expired) {
    Counters all = new Counters(counters);
    all.add(Counters.EXPIRED, expired ? 1 : 0);
    return plain(Kind.SEAL, position, clockMillis, nowMillis, all.toMap(), following, epoch);
  }

  /** The same in an epoch. */
  public ShardEntry in(int newEpoch) {
    return new ShardEntry(
        kind,
        position,
        clockMillis,
        writtenMillis,
        intervals,
        counters,
        index,
        body,
        children,
        newEpoch);
  }

  /** The same with its body at another place. */
  ShardEntry with(Payload newBody) {
    return new ShardEntry(
        kind,
        position,
        clockMillis,
        writtenMillis,
        intervals,
        counters,
        index,
        newBody,
        children,
        epoch);
  }

  public boolean sealed() {
    return kind == Kind.SEAL;
  }

  private static ShardEntry plain(
      Kind kind,
      Position position,
      long clock,
      long now,
      Map<String, Long> counters,
      List<Source.Shard> children,
      int epoch) {
    return new ShardEntry(
        kind, position, clock, now, List.of(), counters, BodyIndex.EMPTY, NOTHING, children, epoch);
  }

  public byte[] encode() {
    ByteOutput out = Formats.begin(FORMAT).writeByte(kind.ordinal());
    Positions.write(position, out);
    out.writeSigned(clockMillis).writeSigned(writtenMillis).writeUnsigned(intervals.size());
    intervals.forEach(each -> each.write(out));
    Formats.writeCounters(counters, out);
    index.write(out);
    Payload.write(body, out);
    out.writeUnsigned(children.size());
    for (Source.Shard child : children) {
      out.writeString(child.id()).writeUnsigned(child.parents().size());
      child.parents().forEach(out::writeString);
    }
    if (epoch > 0) {
      out.writeUnsigned(epoch);
    }
    return out.toByteArray();
  }

  public static ShardEntry decode(byte[] bytes) {
    ByteInput in = Formats.open(FORMAT, bytes);
    int kind = in.readByte();
    if (kind >= Kind.values().length) {
      throw new CodecException("a shard lane's entry has kind " + kind + ", unknown");
    }
    Position position = Positions.read(in);
    long clock = in.readSigned();
    long written = in.readSigned();
    List<IntervalInfo> intervals = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      intervals.add(IntervalInfo.read(in));
    }
    Map<String, Long> counters = Formats.readCounters(in);
    BodyIndex index = BodyIndex.read(in);
    Payload body = Payload.read(in);
    List<Source.Shard> children = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      String id = in.readString();
      List<String> parents = new ArrayList<>();
      for (int p = in.readCount(); p > 0; p--) {
        parents.add(in.readString());
      }
      children.add(new Source.Shard(id, parents));
    }
    int epoch = in.hasRemaining() ? in.readCount() : 0;
    in.expectEnd();
    return new ShardEntry(
        Kind.values()[kind],
        position,
        clock,
        written,
        intervals,
        counters,
        index,
        body,
        children,
        epoch);
  }
}
