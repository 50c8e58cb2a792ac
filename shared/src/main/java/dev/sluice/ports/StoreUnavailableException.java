package dev.sluice.ports;

/** A store or a stream refuses or does not answer for now; the same call may go through later. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
