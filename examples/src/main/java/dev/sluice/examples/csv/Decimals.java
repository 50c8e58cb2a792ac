package dev.sluice.examples.csv;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as decimal text and back. The text is the shortest that reads back as the same double, in
 * the form of {@link Double#toString}. That method itself won't do: before JDK 19 it gives other,
 * longer digits for some values, and output files must not depend on the JDK that wrote them.
 */
public final class Decimals {
  private static final double[] POWERS_OF_TEN = new double[23]; // 10^22 is the last exact double

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
    }
  }

  /** Every long with so many digits fits. */
  private static final int MAX_DIGITS = 18;

  /** Integers up to here are exact doubles. */
  private static final long MAX_EXACT = 1L << 53;

  /** Below and from here on, {@link Double#toString} writes an exponent. */
  private static final double LEAST_PLAIN = 1e-3;

  private static final double LIMIT_PLAIN = 1e7;

  /** So many digits tell all doubles apart. */
  private static final int ENOUGH_DIGITS = 17;

  private Decimals() {}

  /**
   * Reads {@code [from, to)} of a text as sign, digits, fraction and exponent, all but the digits
   * optional; rounded to the nearest double.
   *
   * @return NaN if it is anything else (as NaN and Infinity are), or beyond the greatest double
   */
  public static double parse(String text, int from, int to) {
    int at = from;
    boolean negative = at < to && text.charAt(at) == '-';
    if (negative || at < to && text.charAt(at) == '+') {
      at++;
    }
    int whole = at;
    long digits = 0;
    while (at < to && isDigit(text.charAt(at))) {
      digits = digits * 10 + (text.charAt(at++) - '0');
    }
    int count = at - whole;
    if (count == 0) {
      return Double.NaN;
    }
    int scale = 0;
    if (at < to && text.charAt(at) == '.') {
      int point = at++;
      while (at < to && isDigit(text.charAt(at))) {
        digits = digits * 10 + (text.charAt(at++) - '0');
      }
      scale = at - point - 1;
      if (scale == 0) {
        return Double.NaN;
      }
    }
    if (at == to && count + scale <= MAX_DIGITS && digits <= MAX_EXACT) {
      double magnitude = digits / POWERS_OF_TEN[scale]; // both exact, so this rounds once
      return negative ? -magnitude : magnitude;
    }
    return at == to || isExponent(text, at, to) ? slow(text.substring(from, to)) : Double.NaN;
  }

  private static boolean isExponent(String text, int from, int to) {
    int at = from + 1;
    if ((text.charAt(from) | 0x20) != 'e') {
      return false;
    }
    if (at < to && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int first = at;
    while (at < to && isDigit(text.charAt(at))) {
      at++;
    }
    return at == to && at > first;
  }

  private static double slow(String number) {
    double value = Double.parseDouble(number);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The shortest text of at least two digits that reads back as this double. */
  public static String format(double value) {
    double magnitude = Math.abs(value);
    if (!(magnitude <= Double.MAX_VALUE) || magnitude == 0) {
      return Double.toString(value); // NaN, infinities and zeros have one text each
    }
    if (magnitude < LIMIT_PLAIN && value == (long) value) {
      return (long) value + ".0";
    }
    BigDecimal shortest = shortest(magnitude).stripTrailingZeros();
    boolean plain = magnitude >= LEAST_PLAIN && magnitude < LIMIT_PLAIN;
    return (value < 0 ? "-" : "") + (plain ? shortest.toPlainString() : scientific(shortest));
  }

  private static BigDecimal shortest(double magnitude) {
    BigDecimal exact = new BigDecimal(magnitude);
    int least = 2;
    int most = ENOUGH_DIGITS;
    while (least < most) {
      int middle = (least + most) / 2;
      if (rounded(exact, middle).doubleValue() == magnitude) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return rounded(exact, most);
  }

  private static BigDecimal rounded(BigDecimal exact, int digits) {
    return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String scientific(BigDecimal number) {
    String digits = number.unscaledValue().toString();
    String fraction = digits.length() == 1 ? "0" : digits.substring(1);
    return digits.charAt(0) + "." + fraction + "E" + (number.precision() - number.scale() - 1);
  }
}
