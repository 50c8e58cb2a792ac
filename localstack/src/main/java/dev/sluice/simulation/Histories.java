package dev.sluice.simulation;

/**
 * Which history a seed tries. Histories are numbered, and generators of random numbers that begin
 * with neighbouring numbers begin alike: the first few hundred would all have as many shards. So
 * neighbouring seeds try histories that are far apart.
 */
public final class Histories {
  /** A block of so many seeds tries all histories with the same numbers, each once. */
  static final long BLOCK = 1L << 20;

  /** Odd, so that none comes twice, and near to 0.618 blocks, so that few seeds lie evenly. */
  private static final long STRIDE = 648_055;

  private Histories() {}

  /** The number of the history of a seed. */
  public static long of(long seed) {
    long within = Math.floorMod(seed - 1, BLOCK);
    return seed - within + within * STRIDE % BLOCK;
  }
}
