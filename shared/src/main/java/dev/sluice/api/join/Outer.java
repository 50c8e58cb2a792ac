package dev.sluice.api.join;

/** Which side's values a join gives although they have no partner. */
public enum Outer {
  /** Neither side's: an inner join. */
  NONE,
  /** The left stream's. */
  LEFT,
  /** The right stream's. */
  RIGHT,
  /** Both streams'. */
  FULL;

  /** Whether values of the left stream (0) or the right one (1) are given without a partner. */
  boolean keeps(int port) {
    return this == FULL || this == (port == 0 ? LEFT : RIGHT);
  }

  /** Whether results may lack the value of the left stream (0) or of the right one (1). */
  boolean mayLack(int port) {
    return keeps(1 - port);
  }
}
