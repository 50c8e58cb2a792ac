package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.CodecException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamagedBytesTest {
  private static final List<Codec<?>> CODECS =
      List.of(
          ExactSum.codec(),
          ExactSquareSum.codec(),
          StatsAccumulator.codec(),
          SpreadAccumulator.codec(),
          LongSum.codec());

  @Test
  void randomBytesAreReadOrRefusedButNothingElse() {
    Random random = new Random(1);
    int read = 0;
    for (Codec<?> codec : CODECS) {
      for (int round = 0; round < 20_000; round++) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        read += sameBytesAgainOrRefused(codec, bytes) ? 1 : 0;
      }
    }
    assertThat(read).isPositive();
  }

  /** What can be read is written as the same bytes, except for NaN, which has many forms. */
  private static <T> boolean sameBytesAgainOrRefused(Codec<T> codec, byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    try {
      T value = codec.read(in);
      byte[] again = codec.encode(value);
      T second = codec.decode(again);
      assertThat(codec.encode(second)).isEqualTo(again);
      return true;
    } catch (CodecException expected) {
      return false;
    }
  }

  @Test
  void truncatedBytesAreRefused() {
    StatsAccumulator stats = new StatsAccumulator();
    stats.add(-2.5e-300);
    stats.add(1e300);
    byte[] bytes = StatsAccumulator.codec().encode(stats);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> StatsAccumulator.codec().decode(cut))
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  void bytesThatNoSumWritesAreRefused() {
    ByteOutput zeroFirst = new ByteOutput().writeUnsigned(8).writeSigned(0).writeRaw(new byte[2]);
    ByteOutput tooFar = new ByteOutput().writeUnsigned(6).writeSigned(134).writeByte(1);
    ByteOutput tooLong = new ByteOutput().writeUnsigned(Integer.MAX_VALUE).writeSigned(0);
    ByteOutput minAboveMax = new ByteOutput().writeUnsigned(2).writeDouble(2).writeDouble(1);
    assertThatThrownBy(() -> ExactSum.codec().decode(zeroFirst.toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("zero byte");
    assertThatThrownBy(() -> ExactSum.codec().decode(tooFar.toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("outside of 268");
    assertThatThrownBy(() -> ExactSum.codec().decode(tooLong.toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("outside of 268");
    assertThatThrownBy(
            () -> StatsAccumulator.codec().decode(minAboveMax.writeByte(0).toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("minimum of 2.0 is above the maximum of 1.0");
  }
}
