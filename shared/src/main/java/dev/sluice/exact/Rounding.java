package dev.sluice.exact;

import java.math.BigInteger;

/** From exact numbers to the nearest double, ties to even, in one rounding. */
final class Rounding {
  private static final int MIN_EXPONENT = -1074;
  private static final int EXCESS_BITS = 64 - 53;

  private Rounding() {}

  /**
   * Rounds leading * 2^exponent, or a little more.
   *
   * @param leading an unsigned number whose highest bit is set
   * @param more whether the number lies above this, by less than 2^exponent
   */
  static double round(long leading, boolean more, int exponent) {
    int unit = Math.max(exponent + EXCESS_BITS, MIN_EXPONENT);
    int dropped = unit - exponent;
    if (dropped > 64) {
      return 0.0;
    }
    long kept = dropped == 64 ? 0 : leading >>> dropped;
    long half = 1L << dropped - 1;
    boolean atLeastHalf = (leading & half) != 0;
    boolean notOnlyHalf = more || (leading & half - 1) != 0;
    boolean up = atLeastHalf && (notOnlyHalf || (kept & 1) != 0);
    return Math.scalb((double) (up ? kept + 1 : kept), unit);
  }

  /**
   * Rounds significand * 2^exponent, or a little more if so said.
   *
   * @param significand above zero; of 64 bits or longer where more is true
   */
  static double round(BigInteger significand, boolean more, int exponent) {
    int shift = significand.bitLength() - 64;
    boolean cut = shift > 0 && significand.getLowestSetBit() < shift;
    return round(significand.shiftRight(shift).longValue(), more || cut, exponent + shift);
  }

  /** Rounds number / divisor, the divisor being above zero; 0.0 if the number is zero. */
  static double quotient(Dyadic number, BigInteger divisor) {
    if (number.significand().signum() == 0) {
      return 0.0;
    }
    Quotient quotient = divide(number, divisor, 64, false);
    double magnitude = round(quotient.floor, quotient.more, quotient.exponent);
    return number.significand().signum() * magnitude;
  }

  /** Rounds the square root of number / divisor, number not below zero, divisor above. */
  static double squareRoot(Dyadic number, BigInteger divisor) {
    if (number.significand().signum() == 0) {
      return 0.0;
    }
    // A root has half the bits of its square, and the power of two must have a root as well.
    Quotient quotient = divide(number, divisor, 128, true);
    BigInteger[] root = quotient.floor.sqrtAndRemainder();
    boolean more = quotient.more || root[1].signum() != 0;
    return round(root[0], more, quotient.exponent / 2);
  }

  private record Quotient(BigInteger floor, boolean more, int exponent) {}

  /** The magnitude of number / divisor as an integer of at least the given bits. */
  private static Quotient divide(
      Dyadic number, BigInteger divisor, int bits, boolean evenExponent) {
    BigInteger magnitude = number.significand().abs();
    int shift = Math.max(0, bits + 1 + divisor.bitLength() - magnitude.bitLength());
    if (evenExponent && (number.exponent() - shift) % 2 != 0) {
      shift++;
    }
    BigInteger[] parts = magnitude.shiftLeft(shift).divideAndRemainder(divisor);
    return new Quotient(parts[0], parts[1].signum() != 0, number.exponent() - shift);
  }
}
