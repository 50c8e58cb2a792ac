package dev.sluice.testkit.faults;

import java.util.Arrays;
import java.util.Random;

/**
 * Every choice of a simulation, from a seed, written down so that it can be made again and made
 * simpler. A choice of 0 is the one with which nothing special happens.
 */
public final class Dice {
  private final Random random;
  private int[] choices;
  private int made;

  private Dice(Random random, int[] choices) {
    this.random = random;
    this.choices = choices;
  }

  /** The choices that follow from a seed. */
  public static Dice of(long seed) {
    return new Dice(new Sequence(seed), new int[64]);
  }

  /** Given choices, and 0 for all behind them. */
  public static Dice again(int[] choices) {
    return new Dice(null, choices.clone());
  }

  /**
   * A number in {@code [0, bound)}.
   *
   * @param bound at least 1
   */
  public int below(int bound) {
    int choice;
    if (random != null) {
      choice = random.nextInt(bound);
    } else {
      // What another path left here may be too large for this question.
      choice = made < choices.length ? choices[made] % bound : 0;
    }
    if (made == choices.length) {
      choices = Arrays.copyOf(choices, 2 * made + 1);
    }
    choices[made++] = choice;
    return choice;
  }

  /** True once in so many times; never for 0. */
  public boolean oneIn(int many) {
    return many > 0 && below(many) == many - 1;
  }

  /** The choices made so far. */
  public int[] made() {
    return Arrays.copyOf(choices, made);
  }
}
