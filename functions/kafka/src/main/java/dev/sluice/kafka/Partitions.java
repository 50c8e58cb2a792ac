package dev.sluice.kafka;

import java.util.Locale;
import java.util.OptionalInt;

/** Partitions as shards: their numbers with six digits, so that lanes have their order. */
final class Partitions {
  private static final int DIGITS = 6;

  private Partitions() {}

  /**
   * @throws IllegalArgumentException if the number is negative
   */
  static String id(int partition) {
    if (partition < 0) {
      throw new IllegalArgumentException("not the number of a partition: " + partition);
    }
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", partition);
  }

  /** The number that an id stands for, if it is one. */
  static OptionalInt number(String id) {
    if (!id.matches("[0-9]{" + DIGITS + ",9}")) {
      return OptionalInt.empty(); // no topic has a thousand million partitions
    }
    int number = Integer.parseInt(id);
    return id(number).equals(id) ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
