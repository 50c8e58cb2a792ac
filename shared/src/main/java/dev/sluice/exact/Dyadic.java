package dev.sluice.exact;

import java.math.BigInteger;

/** The number significand * 2^exponent, exactly. */
record Dyadic(BigInteger significand, int exponent) {

  Dyadic square() {
    return new Dyadic(significand.multiply(significand), 2 * exponent);
  }

  Dyadic times(long factor) {
    return new Dyadic(significand.multiply(BigInteger.valueOf(factor)), exponent);
  }

  Dyadic minus(Dyadic other) {
    int common = Math.min(exponent, other.exponent);
    return new Dyadic(scaledTo(common).subtract(other.scaledTo(common)), common);
  }

  private BigInteger scaledTo(int lowerExponent) {
    return significand.shiftLeft(exponent - lowerExponent);
  }
}
