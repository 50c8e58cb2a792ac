package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.BitSet;

/**
 * What an entry has for one interval.
 *
 * @param k the interval
 * @param newest the newest event time for each event-time node, {@link Long#MIN_VALUE} for none
 * @param groups the key groups that have input
 */
public record IntervalInfo(long k, long[] newest, BitSet groups) {

  public IntervalInfo(long k, int eventTimes) {
    this(k, none(eventTimes), new BitSet());
  }

  /** Event times of nothing. */
  public static long[] none(int eventTimes) {
    long[] none = new long[eventTimes];
    java.util.Arrays.fill(none, Long.MIN_VALUE);
    return none;
  }

  /** Takes in what another entry has for the same interval. */
  public void include(IntervalInfo other) {
    for (int i = 0; i < newest.length; i++) {
      newest[i] = Math.max(newest[i], other.newest[i]);
    }
    groups.or(other.groups);
  }

  void write(ByteOutput out) {
    out.writeSigned(k);
    Formats.writeLongs(newest, out);
    writeBits(groups, out);
  }

  static IntervalInfo read(ByteInput in) {
    return new IntervalInfo(in.readSigned(), Formats.readLongs(in), readBits(in));
  }

  /** Distances where bits are few, the bits themselves where that is shorter. */
  static void writeBits(BitSet bits, ByteOutput out) {
    ByteOutput distances = new ByteOutput().writeUnsigned(bits.cardinality());
    int last = 0;
    for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
      distances.writeUnsigned(bit - last);
      last = bit;
    }
    byte[] plain = bits.toByteArray();
    if (distances.size() <= plain.length + 1) {
      out.writeByte(0).writeRaw(distances);
    } else {
      out.writeByte(1).writeBytes(plain);
    }
  }

  static BitSet readBits(ByteInput in) {
    if (in.readBoolean()) {
      return BitSet.valueOf(in.readBytes());
    }
    BitSet bits = new BitSet();
    int last = 0;
    for (int n = in.readCount(); n > 0; n--) {
      last += in.readCount();
      bits.set(last);
    }
    return bits;
  }
}
