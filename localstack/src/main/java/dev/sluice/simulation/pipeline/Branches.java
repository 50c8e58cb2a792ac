package dev.sluice.simulation.pipeline;

import java.util.Random;

/** The kinds of branches. */
final class Branches {
  private static final int KINDS = 3;

  private Branches() {}

  static Branch draw(Random random) {
    return switch (random.nextInt(KINDS)) {
      case 0 -> new BatchBranch();
      case 1 -> new OrderBranch();
      default -> new WindowBranch(random);
    };
  }
}
