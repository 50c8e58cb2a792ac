package dev.sluice.format;

/** Bytes that are not what their format says, or a value that has no place in it. */
public final class FormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param code stable, {@code SLUICE-D..}; docs/errors.md says what to do
   */
  public FormatException(String code, String message) {
    super(code + " " + message);
  }

  public FormatException(String code, String message, Throwable cause) {
    super(code + " " + message, cause);
  }

  @Override
  public String toString() {
    return getMessage(); // a line in a file, not a stack trace
  }
}
