package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Same values, same bytes: whatever the order, the grouping, and what was encoded in between. */
class OrderTest {

  private record Kind<A>(
      Supplier<A> empty, ObjDoubleConsumer<A> add, BiConsumer<A, A> merge, Codec<A> codec) {

    A of(double... values) {
      A all = empty.get();
      for (double value : values) {
        add.accept(all, value);
      }
      return all;
    }

    byte[] bytes(double... values) {
      return codec.encode(of(values));
    }

    /** Adds up the values in random groups, some of which go through their bytes. */
    A grouped(double[] values, Random random) {
      List<A> parts = new ArrayList<>();
      for (int from = 0; from < values.length; ) {
        int to = Math.min(values.length, from + 1 + random.nextInt(5));
        parts.add(of(Arrays.copyOfRange(values, from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        A taken = parts.remove(random.nextInt(parts.size()));
        A into = parts.get(random.nextInt(parts.size()));
        merge.accept(into, random.nextBoolean() ? taken : codec.decode(codec.encode(taken)));
      }
      return parts.get(0);
    }
  }

  private static final Kind<ExactSum> SUM =
      new Kind<>(ExactSum::new, ExactSum::add, ExactSum::add, ExactSum.codec());
  private static final Kind<SpreadAccumulator> SPREAD =
      new Kind<>(
          SpreadAccumulator::new,
          SpreadAccumulator::add,
          SpreadAccumulator::add,
          SpreadAccumulator.codec());
  private static final Kind<StatsAccumulator> STATS =
      new Kind<>(
          StatsAccumulator::new,
          StatsAccumulator::add,
          StatsAccumulator::add,
          StatsAccumulator.codec());

  @ParameterizedTest
  @EnumSource
  void orderAndGroupingChangeNeitherBytesNorValue(RandomDoubles kind) {
    Random random = new Random(100 + kind.ordinal());
    for (int round = 0; round < 60; round++) {
      double[] values = kind.draw(1 + random.nextInt(60), random);
      if (random.nextInt(4) == 0) {
        double[] special = {-0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, -1.0 / 0};
        values[random.nextInt(values.length)] = special[random.nextInt(special.length)];
      }
      byte[] sum = SUM.bytes(values);
      byte[] stats = STATS.bytes(values);
      byte[] spread = SPREAD.bytes(values);
      Spread result = Spread.of(values);
      for (int order = 0; order < 5; order++) {
        RandomDoubles.shuffle(values, random);
        ExactSum grouped = SUM.grouped(values, random);
        assertThat(SUM.codec().encode(grouped)).isEqualTo(sum);
        assertThat(grouped.value()).isEqualTo(Double.valueOf(SUM.codec().decode(sum).value()));
        assertThat(STATS.codec().encode(STATS.grouped(values, random))).isEqualTo(stats);
        SpreadAccumulator accumulator = SPREAD.grouped(values, random);
        assertThat(SPREAD.codec().encode(accumulator)).isEqualTo(spread);
        assertThat(accumulator.spread()).isEqualTo(result);
      }
    }
  }

  @Test
  void allPermutationsOfSmallSetsGiveTheSameBytes() {
    double[][] sets = {
      {1e300, -1e300, 1e-300, 3.0, 1e17},
      {0.1, 0.2, 0.3, -0.6, Double.MIN_VALUE},
      {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1.0, -1.0},
      {-0.0, 0.0, -0.0, 5.0, -5.0},
      {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1.0, -0.0}
    };
    for (double[] set : sets) {
      permute(set, 0, SUM.bytes(set.clone()), SPREAD.bytes(set.clone()));
    }
  }

  private static void permute(double[] values, int from, byte[] sum, byte[] spread) {
    if (from == values.length) {
      assertThat(SUM.bytes(values)).isEqualTo(sum);
      assertThat(SPREAD.bytes(values)).isEqualTo(spread);
    }
    for (int i = from; i < values.length; i++) {
      double[] next = values.clone();
      next[from] = values[i];
      next[i] = values[from];
      permute(next, from + 1, sum, spread);
    }
  }

  @Test
  void differentValuesHaveDifferentBytes() {
    assertThat(SUM.bytes(1.0)).isNotEqualTo(SUM.bytes(-1.0)).isNotEqualTo(SUM.bytes(256.0));
    assertThat(SUM.bytes(-0.0)).isNotEqualTo(SUM.bytes(0.0)).isNotEqualTo(SUM.bytes());
    assertThat(SUM.bytes(1e300, 1.0)).isNotEqualTo(SUM.bytes(1e300));
    assertThat(STATS.bytes(1.0, 2.0)).isNotEqualTo(STATS.bytes(1.0, 1.0, 1.0));
  }

  @Test
  void aNaNOfOtherBitsHasTheSameBytes() {
    double other = Double.longBitsToDouble(0xFFF8_0000_0000_1234L);
    assertThat(STATS.bytes(other)).isEqualTo(STATS.bytes(Double.NaN));
    assertThat(STATS.bytes(other, 1.0)).isEqualTo(STATS.bytes(1.0, Double.NaN));
  }

  @Test
  void fewValuesTakeFewBytes() {
    assertThat(SUM.bytes()).hasSize(1);
    assertThat(SUM.bytes(3.0)).hasSize(3);
    assertThat(SUM.bytes(4.71, 4.72, 4.73)).hasSizeLessThanOrEqualTo(10);
    assertThat(STATS.bytes(4.71)).hasSize(9);
    assertThat(STATS.bytes(4.71, 4.72, 4.73)).hasSizeLessThanOrEqualTo(27);
    assertThat(SPREAD.bytes(4.71)).hasSize(9);
  }
}
