package dev.sluice.exact;

import java.util.Random;

/** Sets of doubles of the kinds that make additions hard. */
enum RandomDoubles {
  EVERYDAY {
    @Override
    double next(Random random) {
      return random.nextInt(100_000) / 100.0;
    }
  },
  NORMAL {
    @Override
    double next(Random random) {
      return random.nextGaussian() * 1e3;
    }
  },
  WIDE {
    @Override
    double next(Random random) {
      return Math.scalb(random.nextDouble() - 0.5, random.nextInt(400) - 200);
    }
  },
  ANY_BITS {
    @Override
    double next(Random random) {
      double value = Double.longBitsToDouble(random.nextLong());
      return Double.isFinite(value) ? value : next(random);
    }
  },
  SUBNORMAL {
    @Override
    double next(Random random) {
      return Double.longBitsToDouble(random.nextLong() & 0x801F_FFFF_FFFF_FFFFL);
    }
  },
  HUGE {
    @Override
    double next(Random random) {
      return (random.nextBoolean() ? 1 : -1) * Math.scalb(1 + random.nextDouble(), 1023);
    }
  },
  FEW_BITS {
    @Override
    double next(Random random) {
      double value = Math.scalb(1.0, random.nextInt(12) * 53 / 4 - 60);
      return random.nextBoolean() ? value : -value;
    }
  };

  abstract double next(Random random);

  double[] draw(int count, Random random) {
    double[] values = random.doubles(count).map(ignored -> next(random)).toArray();
    if (random.nextInt(3) == 0) {
      // Cancellation: most values have their opposite among them.
      for (int i = 0; i + 1 < count - 1; i += 2) {
        values[i + 1] = -values[i];
      }
    }
    return values;
  }

  static void shuffle(double[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
