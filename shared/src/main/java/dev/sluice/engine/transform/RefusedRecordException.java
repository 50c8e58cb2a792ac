package dev.sluice.engine.transform;

/** Why a record becomes a dead letter before user code sees it. */
public final class RefusedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message as it stands in the dead letter
   */
  public RefusedRecordException(String message) {
    super(message, null, false, false); // a line in a file, not a place in code
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
