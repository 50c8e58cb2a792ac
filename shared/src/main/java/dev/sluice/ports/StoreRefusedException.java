package dev.sluice.ports;

/**
 * A store or a stream refuses for a reason that repeating the call does not cure: it does not
 * exist, a permission is missing, or it holds something that this version cannot read.
 */
public final class StoreRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreRefusedException(String message) {
    super(message);
  }

  public StoreRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
