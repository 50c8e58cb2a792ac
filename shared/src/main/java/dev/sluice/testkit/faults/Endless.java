package dev.sluice.testkit.faults;

/** A run that does not come to its end: nothing catches it but the simulation. */
public final class Endless extends Error {
  private static final long serialVersionUID = 1L;

  Endless(long steps, String last) {
    super("no end after " + steps + " steps, at last: " + last);
  }
}
