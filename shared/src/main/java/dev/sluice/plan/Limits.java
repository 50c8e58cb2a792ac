package dev.sluice.plan;

/** Limits that a graph is checked against. */
final class Limits {
  /** A window's result combines all of its panes: more would make each closing a long pause. */
  static final int MAX_PANES_PER_WINDOW = 100_000;

  /**
   * A key's panes of values are written whenever one of them changes, and combined for each result.
   */
  static final int MAX_PANES_OF_VALUES = 1_000;

  /** An S3 key has at most 1,024 bytes; a prefix leaves room for the rest of the name. */
  static final int MAX_PREFIX_LENGTH = 500;

  private Limits() {}
}
