package dev.sluice.api.state;

/** A function used its state in a way that cannot be; the value at hand becomes a dead letter. */
public final class StateException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param code stable, {@code SLUICE-S..}; docs/errors.md says what to do
   */
  StateException(String code, String message) {
    super(code + " " + message);
  }
}
