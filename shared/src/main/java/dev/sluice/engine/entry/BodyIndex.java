package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in a body the parts of the key groups are. Parts stand in the order of their groups, one
 * behind the other, so that a bucket, a range of groups, reads one range of bytes.
 *
 * @param operators the ids that the parts refer to by their place here
 * @param groups the key groups that have a part, ascending
 * @param lengths the parts' lengths in bytes
 */
public record BodyIndex(List<String> operators, int[] groups, int[] lengths) {
  public static final BodyIndex EMPTY = new BodyIndex(List.of(), new int[0], new int[0]);

  /**
   * The parts of the groups {@code [from, to)}.
   *
   * @param offset where they begin in the body
   * @param length their length in bytes, 0 where there are none
   */
  public record Range(int offset, int length) {}

  public Range range(int fromGroup, int toGroup) {
    int offset = 0;
    int length = 0;
    for (int i = 0; i < groups.length && groups[i] < toGroup; i++) {
      if (groups[i] < fromGroup) {
        offset += lengths[i];
      } else {
        length += lengths[i];
      }
    }
    return new Range(offset, length);
  }

  /** The length of the whole body in bytes. */
  public int totalLength() {
    int total = 0;
    for (int length : lengths) {
      total += length;
    }
    return total;
  }

  void write(ByteOutput out) {
    out.writeUnsigned(operators.size());
    operators.forEach(out::writeString);
    out.writeUnsigned(groups.length);
    int last = 0;
    for (int i = 0; i < groups.length; i++) {
      out.writeUnsigned(groups[i] - last).writeUnsigned(lengths[i]);
      last = groups[i];
    }
  }

  static BodyIndex read(ByteInput in) {
    List<String> operators = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      operators.add(in.readString());
    }
    int parts = Math.min(in.readCount(), in.remaining());
    int[] groups = new int[parts];
    int[] lengths = new int[parts];
    int last = 0;
    for (int i = 0; i < parts; i++) {
      last += in.readCount();
      groups[i] = last;
      lengths[i] = in.readCount();
    }
    return new BodyIndex(operators, groups, lengths);
  }
}
