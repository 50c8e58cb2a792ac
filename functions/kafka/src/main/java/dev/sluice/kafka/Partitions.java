package dev.sluice.kafka;

import java.util.Locale;
import java.util.OptionalInt;

/** Partitions as shards: their numbers with six digits, so that lanes have their order. */
final class Partitions {
  private static final int DIGITS = 6;

  private Partitions() {}

  static String id(int partition) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", partition);
  }

  /** The number that an id stands for, if it is one. */
  static OptionalInt number(String id) {
    boolean plain = id.length() >= DIGITS && id.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      int number = plain ? Integer.parseInt(id) : -1;
      return plain && id(number).equals(id) ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
