package dev.sluice.api;

/** An accumulator was added to where nothing can be counted, or too much was added. */
public final class AccumulatorException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param code stable, {@code SLUICE-S..}; docs/errors.md says what to do
   */
  public AccumulatorException(String code, String message) {
    super(code + " " + message);
  }
}
