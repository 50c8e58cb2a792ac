package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every codec, over seeded values and damaged bytes. */
class RoundTripTest {

  record Case<T>(String name, Codec<T> codec, Function<Samples, T> sample) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case<?>> cases() {
    return Stream.of(
        new Case<>("string", Codecs.string(), Samples::string),
        new Case<>("int32", Codecs.int32(), Samples::int32),
        new Case<>("int64", Codecs.int64(), Samples::int64),
        new Case<>("float64", Codecs.float64(), Samples::float64),
        new Case<>("bool", Codecs.bool(), s -> s.int32() > 0),
        new Case<>("bytes", Codecs.bytes(), Samples::bytes),
        new Case<>("instant", Codecs.instant(), Samples::instant),
        new Case<>("localDate", Codecs.localDate(), Samples::localDate),
        new Case<>("duration", Codecs.duration(), Samples::duration),
        new Case<>("bigDecimal", Codecs.bigDecimal(), Samples::bigDecimal),
        new Case<>("list", Codecs.list(Codecs.string()), s -> s.list(s::string)),
        new Case<>("set", Codecs.set(Codecs.int64()), s -> s.set(s::int64)),
        new Case<>(
            "map",
            Codecs.map(Codecs.string(), Codecs.nullable(Codecs.instant())),
            s -> s.map(s::string, () -> s.nullable(s::instant))),
        new Case<>("optional", Codecs.optional(Codecs.duration()), s -> s.optional(s::duration)),
        new Case<>("nullable", Codecs.nullable(Codecs.string()), s -> s.nullable(s::string)),
        new Case<>("enum", Codecs.enumeration(Samples.Level.class), Samples::level),
        new Case<>("point", Codecs.record(Samples.Point.class), Samples::point),
        new Case<>("empty", Codecs.record(Samples.Empty.class), s -> new Samples.Empty()),
        new Case<>(
            "set of records", Codecs.set(Codecs.record(Samples.Point.class)), s -> s.set(s::point)),
        new Case<>("record", Codecs.record(Samples.Everything.class), Samples::everything));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <T> void valuesComeBackOneBehindTheOther(Case<T> c) {
    Samples samples = new Samples(1);
    List<T> values = new ArrayList<>();
    ByteOutput out = new ByteOutput();
    for (int i = 0; i < 300; i++) {
      values.add(c.sample().apply(samples));
      c.codec().write(values.get(i), out);
    }
    ByteInput in = new ByteInput(out.toByteArray());
    for (T value : values) {
      assertThat(c.codec().read(in)).isEqualTo(value);
    }
    in.expectEnd();
  }

  @ParameterizedTest
  @MethodSource("cases")
  <T> void equalValuesHaveEqualBytesAndOthersHaveOthers(Case<T> c) {
    for (int seed = 0; seed < 200; seed++) {
      T value = c.sample().apply(new Samples(seed));
      T same = c.sample().apply(new Samples(seed));
      T other = c.sample().apply(new Samples(seed + 1));
      assertThat(c.codec().encode(same)).isEqualTo(c.codec().encode(value));
      if (!isEqual(value, other)) {
        assertThat(c.codec().encode(other)).isNotEqualTo(c.codec().encode(value));
      }
    }
  }

  private static boolean isEqual(Object first, Object second) {
    return Arrays.deepEquals(new Object[] {first}, new Object[] {second});
  }

  @ParameterizedTest
  @MethodSource("cases")
  <T> void truncatedBytesAreRefused(Case<T> c) {
    Samples samples = new Samples(2);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = c.codec().encode(c.sample().apply(samples));
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> c.codec().decode(cut)).isInstanceOf(CodecException.class);
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> c.codec().decode(longer)).isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <T> void damagedBytesAreRefusedOrAreAnotherValuesBytes(Case<T> c) {
    Random random = new Random(3);
    Samples samples = new Samples(3);
    for (int i = 0; i < 4_000; i++) {
      byte[] bytes = c.codec().encode(c.sample().apply(samples));
      if (random.nextInt(4) == 0) {
        bytes = new byte[random.nextInt(30)];
        random.nextBytes(bytes);
      } else if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertReadExactlyOrRefused(c.codec(), bytes);
    }
  }

  private static <T> void assertReadExactlyOrRefused(Codec<T> codec, byte[] bytes) {
    T value;
    try {
      value = codec.decode(bytes);
    } catch (CodecException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    assertThat(codec.encode(value)).isEqualTo(bytes);
  }
}
