package dev.sluice.api.session;

/** A session of a key: {@code [startMillis, endMillis)} and what its values come to. */
final class Session<P> {
  long startMillis;
  long endMillis;
  P partial;

  /** Whether it was closed when a value of this step came. */
  boolean revised;

  Session(long startMillis, long endMillis, P partial, boolean revised) {
    this.startMillis = startMillis;
    this.endMillis = endMillis;
    this.partial = partial;
    this.revised = revised;
  }
}
