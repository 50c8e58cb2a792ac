package dev.sluice.engine;

/**
 * Something that must not be: a registered lane without entries, a gap in a lane, an output whose
 * name holds other content. The engine stops there, loudly, instead of going on with a wrong
 * result.
 */
public final class ProtocolException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param code stable, {@code SLUICE-E..}; docs/errors.md says what to do
   */
  public ProtocolException(String code, String message) {
    super(code + " " + message);
  }

  public ProtocolException(String code, String message, Throwable cause) {
    super(code + " " + message, cause);
  }
}
