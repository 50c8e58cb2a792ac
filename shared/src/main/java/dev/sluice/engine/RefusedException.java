package dev.sluice.engine;

/** A call that cannot be served now and is repeated later: nothing is lost and nothing is done. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String code, String message) {
    super(code + " " + message);
  }
}
