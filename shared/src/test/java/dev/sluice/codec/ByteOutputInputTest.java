package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteOutputInputTest {

  @Test
  void everythingComesBackInTheOrderInWhichItWasWritten() {
    byte[] raw = {1, 2, 3};
    ByteOutput inner = new ByteOutput().writeString("inner");
    ByteOutput out =
        new ByteOutput(1)
            .writeByte(0xFE)
            .writeBoolean(true)
            .writeUnsigned(300)
            .writeSigned(-300)
            .writeLong(Long.MIN_VALUE + 1)
            .writeDouble(-0.0)
            .writeRaw(raw, 1, 2)
            .writeRaw(raw)
            .writeBytes(raw)
            .writeString("Grüße, 世界 \uD83D\uDE00")
            .writeBytes(inner)
            .writeRaw(inner);
    byte[] bytes = out.toByteArray();
    assertThat(bytes).hasSize(out.size());

    ByteInput in = new ByteInput(bytes);
    assertThat(in.readByte()).isEqualTo(0xFE);
    assertThat(in.readBoolean()).isTrue();
    assertThat(in.readUnsigned()).isEqualTo(300);
    assertThat(in.readSigned()).isEqualTo(-300);
    assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE + 1);
    assertThat(Double.valueOf(in.readDouble())).isEqualTo(Double.valueOf(-0.0));
    assertThat(in.readRaw(2)).containsExactly(2, 3);
    assertThat(in.slice(3).readRaw(3)).containsExactly(1, 2, 3);
    assertThat(in.readBytes()).containsExactly(1, 2, 3);
    assertThat(in.readString()).isEqualTo("Grüße, 世界 \uD83D\uDE00");
    ByteInput slice = in.readSlice();
    assertThat(slice.readString()).isEqualTo("inner");
    slice.expectEnd();
    assertThat(in.hasRemaining()).isTrue();
    assertThat(in.remaining()).isEqualTo(6);
    assertThat(in.readString()).isEqualTo("inner");
    in.expectEnd();
    assertThat(in.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE})
  void numbersOfAnyLengthComeBack(long value) {
    ByteOutput out = new ByteOutput(0);
    out.writeUnsigned(value).writeUnsigned(-value).writeSigned(value).writeSigned(~value);
    ByteInput in = new ByteInput(out.toByteArray());
    assertThat(in.readUnsigned()).isEqualTo(value);
    assertThat(in.readUnsigned()).isEqualTo(-value);
    assertThat(in.readSigned()).isEqualTo(value);
    assertThat(in.readSigned()).isEqualTo(~value);
    in.expectEnd();
  }

  @Test
  void smallNumbersAreShort() {
    assertThat(new ByteOutput().writeUnsigned(127).size()).isEqualTo(1);
    assertThat(new ByteOutput().writeUnsigned(128).size()).isEqualTo(2);
    assertThat(new ByteOutput().writeSigned(-64).size()).isEqualTo(1);
    assertThat(new ByteOutput().writeSigned(64).size()).isEqualTo(2);
    assertThat(new ByteOutput().writeSigned(Long.MIN_VALUE).size()).isEqualTo(10);
  }

  @Test
  void anOutputCanBeUsedAgain() {
    ByteOutput out = new ByteOutput().writeString("first");
    out.reset();
    assertThat(out.size()).isZero();
    assertThat(out.writeByte(7).toByteArray()).containsExactly(7);
  }

  @Test
  void readsOnlyItsRange() {
    ByteInput in = new ByteInput(new byte[] {1, 2, 3, 4}, 1, 2);
    assertThat(in.readByte()).isEqualTo(2);
    assertThat(in.readByte()).isEqualTo(3);
    assertThatThrownBy(in::readByte)
        .isInstanceOf(CodecException.class)
        .hasMessage("1 bytes are needed where 0 are left");
    assertThatThrownBy(() -> new ByteInput(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatIsLeftOverIsRefused() {
    assertThatThrownBy(() -> new ByteInput(new byte[3]).expectEnd())
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("3 bytes are left over");
  }

  @Test
  void lengthsBeyondTheBytesAreRefusedBeforeAnythingIsAllocated() {
    byte[] huge = new ByteOutput().writeUnsigned(Integer.MAX_VALUE).writeByte(1).toByteArray();
    assertThatThrownBy(() -> new ByteInput(huge).readBytes()).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> new ByteInput(huge).readString()).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> new ByteInput(huge).readSlice()).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> new ByteInput(huge).readRaw(-1)).isInstanceOf(CodecException.class);
    byte[] beyond = new ByteOutput().writeUnsigned(-1).toByteArray();
    assertThatThrownBy(() -> new ByteInput(beyond).readCount())
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("18446744073709551615");
  }

  @Test
  void numbersWrittenInAnyOtherWayAreRefused() {
    byte[] padded = {(byte) 0x81, 0};
    byte[] eleven = new byte[11];
    Arrays.fill(eleven, (byte) 0x80);
    byte[] beyond = new ByteOutput().writeUnsigned(-1).toByteArray();
    beyond[9] = 2;
    for (byte[] bytes : new byte[][] {padded, eleven, beyond}) {
      assertThatThrownBy(() -> new ByteInput(bytes).readUnsigned())
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("variable-length number");
    }
    assertThatThrownBy(() -> new ByteInput(new byte[] {2}).readBoolean())
        .isInstanceOf(CodecException.class);
  }

  @Test
  void whatCanBeReadAsANumberIsWrittenTheSame() {
    Random random = new Random(1);
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(10)];
      IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (random.nextInt() | 0x80));
      bytes[bytes.length - 1] &= (byte) (random.nextBoolean() ? 0x7F : 0x01);
      ByteInput in = new ByteInput(bytes);
      try {
        long value = in.readUnsigned();
        in.expectEnd();
        assertThat(new ByteOutput().writeUnsigned(value).toByteArray()).isEqualTo(bytes);
        read++;
      } catch (CodecException refused) {
        assertThat(refused).hasMessageContaining("variable-length");
      }
    }
    assertThat(read).isGreaterThan(10_000);
  }
}
