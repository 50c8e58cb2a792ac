package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Fixes the step of one interval for good: whoever runs it, whenever, reads the same.
 *
 * @param k the interval
 * @param watermarks the watermark of each event-time node with this interval taken in
 * @param groups the key groups that have input from shard lanes
 * @param reads which entries hold input, sorted by lane
 */
public record Border(long k, long[] watermarks, BitSet groups, List<Read> reads) {

  /** The entries {@code from} to {@code to}, both included, of a shard lane. */
  public record Read(String lane, long from, long to) {}

  /** Whether a bucket's range of groups {@code [from, to)} has input from shard lanes. */
  public boolean hasInput(int fromGroup, int toGroup) {
    int next = groups.nextSetBit(fromGroup);
    return next >= 0 && next < toGroup;
  }

  /**
   * @param places of the names of lanes
   */
  void write(ByteOutput out, Map<String, Integer> places) {
    out.writeSigned(k);
    Formats.writeLongs(watermarks, out);
    IntervalInfo.writeBits(groups, out);
    out.writeUnsigned(reads.size());
    for (Read read : reads) {
      out.writeUnsigned(places.get(read.lane))
          .writeUnsigned(read.from)
          .writeUnsigned(read.to - read.from);
    }
  }

  static Border read(ByteInput in, List<String> names) {
    long k = in.readSigned();
    long[] watermarks = Formats.readLongs(in);
    BitSet groups = IntervalInfo.readBits(in);
    List<Read> reads = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      String lane = ControlBulk.name(names, in);
      long from = in.readUnsigned();
      reads.add(new Read(lane, from, from + in.readUnsigned()));
    }
    return new Border(k, watermarks, groups, reads);
  }
}
