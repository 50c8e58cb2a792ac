package dev.sluice.simulation;

import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Fault;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What is wrong with the input of a run: decided and counted while it is made. */
public final class Flaws {
  private final Chances chances;
  private final Map<Fault, Integer> counts;

  /**
   * @param chances how often each fault happens
   */
  public Flaws(Chances chances) {
    this(chances, new EnumMap<>(Fault.class));
  }

  private Flaws(Chances chances, Map<Fault, Integer> counts) {
    this.chances = chances;
    this.counts = counts;
  }

  /** The same without some faults, counted together. */
  Flaws without(Set<Fault> some) {
    return new Flaws(chances.without(some), counts);
  }

  /** Nothing is wrong. */
  public static Flaws none() {
    return new Flaws(Chances.NONE);
  }

  /** Whether a fault happens at all. */
  public boolean has(Fault fault) {
    return chances.has(fault);
  }

  /**
   * Whether a fault happens here.
   *
   * @param random asked only where it can
   */
  public boolean happens(Fault fault, Random random) {
    boolean now = chances.has(fault) && random.nextInt(chances.of(fault)) == 0;
    if (now) {
      count(fault);
    }
    return now;
  }

  /** A fault has happened. */
  public void count(Fault fault) {
    counts.merge(fault, 1, Integer::sum);
  }

  /** How often each has happened. */
  Map<Fault, Integer> counts() {
    return counts;
  }

  Chances chances() {
    return chances;
  }
}
