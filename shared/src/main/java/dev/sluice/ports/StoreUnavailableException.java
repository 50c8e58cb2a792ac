package dev.sluice.ports;

/** A store or a stream refuses or does not answer for now; the same call may go through later. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Without a cause it has no stack trace: a store that is busy refuses often, and the message says
   * all.
   *
   * @param cause may be null
   */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause, true, cause != null);
  }
}
