package dev.sluice.api.batch;

import dev.sluice.api.graph.Texts;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;

/**
 * A value of one of two streams that are grouped together.
 *
 * @param left whether it comes from the first one
 * @param value it
 */
public record Side(boolean left, Object value) {

  /** The side, then the value with the codec of its side; none where a codec is missing. */
  static Codec<Side> codec(Codec<Object> left, Codec<Object> right) {
    if (left == null || right == null) {
      return null;
    }
    return new Codec<>() {
      @Override
      public String shape() {
        return "side<" + left.shape() + "," + right.shape() + ">";
      }

      @Override
      public void write(Side side, ByteOutput out) {
        out.writeBoolean(side.left);
        (side.left ? left : right).write(side.value, out);
      }

      @Override
      public Side read(ByteInput in) {
        boolean isLeft = in.readBoolean();
        return new Side(isLeft, (isLeft ? left : right).read(in));
      }
    };
  }

  /** The value's text: late outputs show it. */
  @Override
  public String toString() {
    return Texts.of(value);
  }
}
