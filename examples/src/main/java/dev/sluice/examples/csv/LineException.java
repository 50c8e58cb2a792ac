package dev.sluice.examples.csv;

/** A line that cannot be read; the message names the column and the value. */
public final class LineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Has no stack trace: broken lines are expected input, and filling one in costs more than the
   * line.
   */
  public LineException(String message) {
    super(message, null, false, false);
  }
}
