package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodecsTest {

  @Test
  void orderOfInsertionDoesNotChangeTheBytesOfASetOrMap() {
    Codec<Set<String>> sets = Codecs.set(Codecs.string());
    Set<String> set = new LinkedHashSet<>(List.of("b", "c", "a"));
    assertThat(sets.encode(set)).isEqualTo(sets.encode(Set.of("a", "b", "c")));
    assertThat(sets.decode(sets.encode(set))).containsExactly("a", "b", "c");

    Codec<Map<String, Integer>> maps = Codecs.map(Codecs.string(), Codecs.int32());
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put("b", 1);
    map.put("a", 2);
    assertThat(maps.encode(map)).isEqualTo(maps.encode(Map.of("a", 2, "b", 1)));
    assertThat(maps.decode(maps.encode(map)).keySet()).containsExactly("a", "b");
  }

  @Test
  void bytesOfASetInAnotherOrderOrTwiceAreRefused() {
    Codec<Set<Integer>> sets = Codecs.set(Codecs.int32());
    assertThat(sets.decode(new byte[] {2, 2, 4})).containsExactly(1, 2);
    for (byte[] wrong : new byte[][] {{2, 4, 2}, {2, 2, 2}}) {
      assertThatThrownBy(() -> sets.decode(wrong))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("not in the order");
    }
  }

  @Test
  void collectionsThatWereReadCannotBeChanged() {
    Codec<List<Integer>> lists = Codecs.list(Codecs.int32());
    List<Integer> read = lists.decode(lists.encode(new ArrayList<>(List.of(1, 2))));
    assertThatThrownBy(() -> read.add(3)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aCountBeyondTheBytesIsRefusedBeforeAnythingIsAllocated() {
    byte[] bytes = new ByteOutput().writeUnsigned(Integer.MAX_VALUE).writeByte(0).toByteArray();
    assertThatThrownBy(() -> Codecs.list(Codecs.bool()).decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("2147483647 elements can't be in the 1 bytes");
    assertThatThrownBy(() -> Codecs.map(Codecs.bool(), Codecs.bool()).decode(bytes))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void anElementCodecThatWritesNothingIsRefused() {
    Codec<List<String>> lists = Codecs.list(new Silent());
    assertThatThrownBy(() -> lists.encode(List.of("a", "b")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("0 bytes for 2 elements");
    assertThatThrownBy(() -> Codecs.set(new Silent()).encode(Set.of("a", "b")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("same bytes");
  }

  private record Silent() implements Codec<String> {
    @Override
    public void write(String value, ByteOutput out) {}

    @Override
    public String read(ByteInput in) {
      return "";
    }
  }

  @Test
  void nullIsRefusedUnlessAllowed() {
    List<Codec<?>> codecs =
        List.of(
            Codecs.string(),
            Codecs.int64(),
            Codecs.list(Codecs.string()),
            Codecs.set(Codecs.string()),
            Codecs.map(Codecs.string(), Codecs.string()),
            Codecs.optional(Codecs.string()),
            Codecs.enumeration(Samples.Level.class),
            Codecs.record(Samples.Point.class));
    for (Codec<?> codec : codecs) {
      assertThatThrownBy(() -> codec.encode(null))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("null is not a value");
      Codec<?> nullable = Codecs.nullable(codec);
      assertThat((Object) nullable.decode(nullable.encode(null))).isNull();
    }
    List<String> holdsNull = new ArrayList<>();
    holdsNull.add(null);
    assertThatThrownBy(() -> Codecs.list(Codecs.string()).encode(holdsNull))
        .isInstanceOf(CodecException.class);
    Codec<List<String>> allowed = Codecs.list(Codecs.nullable(Codecs.string()));
    assertThat(allowed.decode(allowed.encode(holdsNull))).containsExactly((String) null);
  }

  @Test
  void allNaNAreOneAndZerosAreTwo() {
    Codec<Double> codec = Codecs.float64();
    double other = Double.longBitsToDouble(0xFFF8_0000_0000_0001L);
    assertThat(codec.encode(other)).isEqualTo(codec.encode(Double.NaN));
    assertThat(codec.encode(-0.0)).isNotEqualTo(codec.encode(0.0));
    byte[] bits = new ByteOutput().writeLong(0xFFF8_0000_0000_0001L).toByteArray();
    assertThatThrownBy(() -> codec.decode(bits)).isInstanceOf(CodecException.class);
  }

  @Test
  void aStringThatUtf8CannotHoldIsRefused() {
    for (String half : List.of("a\uD83D", "\uDE00b", "\uD83D\uD83D\uDE00", "\uDE00\uD83D")) {
      assertThatThrownBy(() -> Codecs.string().encode(half))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("surrogate");
    }
    assertThatThrownBy(() -> Codecs.string().decode(new byte[] {1, (byte) 0xFF}))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    byte[] large = new ByteOutput().writeSigned(1L << 31).toByteArray();
    assertThatThrownBy(() -> Codecs.int32().decode(large))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("2147483648 is not between");
    byte[] days = new ByteOutput().writeSigned(Long.MAX_VALUE).toByteArray();
    assertThatThrownBy(() -> Codecs.localDate().decode(days)).isInstanceOf(CodecException.class);
    byte[] seconds = new ByteOutput().writeSigned(Long.MAX_VALUE).writeByte(0).toByteArray();
    assertThatThrownBy(() -> Codecs.instant().decode(seconds)).isInstanceOf(CodecException.class);
  }

  @Test
  void aFractionOfASecondHasOneFormOnly() {
    // 1,000 ms; 2 us * 1,000; unit 3; 1,000 ns
    for (long wrong : new long[] {1_000 << 2, 2_000 << 2 | 1, 3, 1_000 << 2 | 2}) {
      byte[] bytes = new ByteOutput().writeSigned(0).writeUnsigned(wrong).toByteArray();
      assertThatThrownBy(() -> Codecs.duration().decode(bytes)).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void timesAreShort() {
    Instant second = Instant.parse("2014-03-10T01:10:00Z");
    assertThat(Codecs.instant().encode(second)).hasSize(6);
    assertThat(Codecs.instant().encode(second.plusMillis(999))).hasSize(7);
    assertThat(Codecs.instant().encode(second.plusNanos(1))).hasSize(6);
    assertThat(Codecs.instant().encode(second.plusNanos(999_999_999))).hasSize(10);
    assertThat(Codecs.localDate().encode(LocalDate.of(2014, 3, 10))).hasSize(3);
    assertThat(Codecs.duration().encode(Duration.ofMillis(-1))).hasSize(3);
  }

  @Test
  void anUnknownConstantIsRefusedByName() {
    byte[] bytes = new ByteOutput().writeString("MIDDLE").toByteArray();
    assertThatThrownBy(() -> Codecs.enumeration(Samples.Level.class).decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessage("the enum Level has no constant 'MIDDLE'; it has HIGH, LOW");
  }
}
