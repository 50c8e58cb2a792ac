package dev.sluice.testkit.faults;

import java.util.Random;

/** The numbers of {@link Random} from a seed, as its documentation has them, for one thread. */
final class Sequence extends Random {
  private static final long serialVersionUID = 1L;
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long MASK = (1L << 48) - 1;

  private long state;

  Sequence(long seed) {
    super(seed);
  }

  @Override
  public void setSeed(long seed) {
    state = (seed ^ MULTIPLIER) & MASK;
  }

  @Override
  protected int next(int bits) {
    state = state * MULTIPLIER + 0xB & MASK;
    return (int) (state >>> 48 - bits);
  }
}
