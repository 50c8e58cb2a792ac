package dev.sluice.ports;

/** The time of day. The engine reads no other clock. */
public interface Clock {

  /** Milliseconds since 1970-01-01T00:00Z. */
  long nowMillis();
}
