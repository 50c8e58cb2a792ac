package dev.sluice.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTest {
  @Test
  void numbersAreThoseOfRandom() {
    for (long seed = -50; seed < 50; seed++) {
      Random expected = new Random(seed * seed * seed);
      Random found = new Sequence(seed * seed * seed);
      for (int i = 1; i < 300; i++) {
        int bound = i % 3 == 0 ? 1 << i % 31 : i * i * 7_919;
        assertThat(found.nextInt(bound)).isEqualTo(expected.nextInt(bound));
      }
    }
  }
}
