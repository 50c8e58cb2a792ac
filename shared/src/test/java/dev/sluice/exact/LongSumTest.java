package dev.sluice.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongSumTest {

  @Test
  void isExactWhateverTheValues() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      LongSum sum = new LongSum();
      LongSum part = new LongSum();
      BigInteger exact = BigInteger.ZERO;
      int count = 1 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        long value = random.nextLong() >> random.nextInt(3) * 20;
        (random.nextBoolean() ? sum : part).add(value);
        exact = exact.add(BigInteger.valueOf(value));
      }
      sum.add(LongSum.codec().decode(LongSum.codec().encode(part)));
      assertThat(sum.value()).isEqualTo(exact);
      assertThat(sum.fitsLong()).isEqualTo(exact.bitLength() < 64);
      assertThat(
              Oracle.isNearest(
                  sum.average(count), new BigDecimal(exact), BigDecimal.valueOf(count)))
          .isTrue();
    }
  }

  @Test
  void leavesTheRangeOfALongAndComesBack() {
    LongSum sum = new LongSum();
    sum.add(Long.MAX_VALUE);
    sum.add(1);
    assertThatThrownBy(sum::longValueExact)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("9223372036854775808");
    sum.add(-1);
    assertThat(sum.longValueExact()).isEqualTo(Long.MAX_VALUE);
    sum.add(Long.MIN_VALUE);
    sum.add(Long.MIN_VALUE);
    assertThat(sum.value()).isEqualTo(new BigInteger("-9223372036854775809"));
  }

  @Test
  void smallSumsTakeTwoBytes() {
    LongSum sum = new LongSum();
    assertThat(LongSum.codec().encode(sum)).hasSize(2);
    sum.add(-60);
    assertThat(LongSum.codec().encode(sum)).hasSize(2);
    assertThat(sum.average(0)).isNaN();
    assertThatThrownBy(() -> sum.average(-2)).isInstanceOf(IllegalArgumentException.class);
  }
}
