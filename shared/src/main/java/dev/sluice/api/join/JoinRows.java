package dev.sluice.api.join;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a key that may still find a partner, in the order of arrival.
 *
 * @param left those of the left stream
 * @param right those of the right stream
 */
public record JoinRows(List<Row> left, List<Row> right) {

  /**
   * A value that waits.
   *
   * @param timeMillis its event time
   * @param matched whether it has found a partner
   */
  public record Row(long timeMillis, boolean matched, Object value) {}

  static JoinRows none() {
    return new JoinRows(new ArrayList<>(), new ArrayList<>());
  }

  /** The rows of the left stream (0) or of the right one (1). */
  List<Row> of(int port) {
    return port == 0 ? left : right;
  }

  boolean isEmpty() {
    return left.isEmpty() && right.isEmpty();
  }

  /** Writes rows with the codecs of their values; none where one of them is missing. */
  public static Codec<JoinRows> codec(Codec<Object> left, Codec<Object> right) {
    if (left == null || right == null) {
      return null;
    }
    Codec<List<Row>> lefts = Codecs.list(rows(left));
    Codec<List<Row>> rights = Codecs.list(rows(right));
    return new Codec<>() {
      @Override
      public void write(JoinRows rows, ByteOutput out) {
        lefts.write(rows.left, out);
        rights.write(rows.right, out);
      }

      @Override
      public JoinRows read(ByteInput in) {
        return new JoinRows(new ArrayList<>(lefts.read(in)), new ArrayList<>(rights.read(in)));
      }
    };
  }

  private static Codec<Row> rows(Codec<Object> values) {
    return new Codec<>() {
      @Override
      public void write(Row row, ByteOutput out) {
        out.writeSigned(row.timeMillis).writeBoolean(row.matched);
        values.write(row.value, out);
      }

      @Override
      public Row read(ByteInput in) {
        return new Row(in.readSigned(), in.readBoolean(), values.read(in));
      }
    };
  }
}
