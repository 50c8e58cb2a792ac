package dev.sluice.engine.packed;

/** An aggregate cannot be read: what made it did not make it right. */
public final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }
}
