package dev.sluice.testkit.faults;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How often each fault happens: once in so many times that it could, 0 for never.
 *
 * @param oneIn faults that are missing never happen
 */
public record Chances(Map<Fault, Integer> oneIn) {
  /** Nothing goes wrong. */
  public static final Chances NONE = new Chances(Map.of());

  /** Seldom is so many times less often than most often. */
  private static final int DOUBLINGS = 4;

  public Chances {
    oneIn = Map.copyOf(oneIn);
  }

  /**
   * Rates that follow from a seed: each fault is left out for every third seed, as one fault can
   * hide what another one does.
   *
   * @param allowed the faults that may happen
   */
  public static Chances draw(long seed, Set<Fault> allowed) {
    Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      // Each has a source of its own, so that a new one does not move the others.
      SplittableRandom random = new SplittableRandom(31 * seed + fault.id().hashCode());
      boolean left = random.nextInt(3) == 0;
      int rate = fault.mostOften() << random.nextInt(DOUBLINGS);
      if (allowed.contains(fault) && !left) {
        rates.put(fault, rate);
      }
    }
    return new Chances(rates);
  }

  /** The same with some faults so many times less often. */
  public Chances rarer(int times, Set<Fault> some) {
    Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
    oneIn.forEach((fault, rate) -> rates.put(fault, some.contains(fault) ? times * rate : rate));
    return new Chances(rates);
  }

  /** The same with some faults as often as they ever happen, also if they were left out. */
  public Chances mostOften(Set<Fault> some) {
    return changed(rates -> some.forEach(fault -> rates.put(fault, fault.mostOften())));
  }

  /** The same with a fault once in so many times. */
  public Chances with(Fault fault, int rate) {
    return changed(rates -> rates.put(fault, rate));
  }

  /** The same without some faults. */
  public Chances without(Set<Fault> some) {
    return changed(rates -> rates.keySet().removeAll(some));
  }

  private Chances changed(Consumer<Map<Fault, Integer>> change) {
    Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
    rates.putAll(oneIn);
    change.accept(rates);
    return new Chances(rates);
  }

  /** Once in so many times, or 0. */
  public int of(Fault fault) {
    return oneIn.getOrDefault(fault, 0);
  }

  /** Whether it can happen at all. */
  public boolean has(Fault fault) {
    return of(fault) > 0;
  }
}
