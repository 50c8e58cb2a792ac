package dev.sluice.local.mapping;

/** The function could not be called at all: throttled, or its process is not up. */
public final class NotInvokedException extends RuntimeException {

  /** Says why, and what to do. */
  public NotInvokedException(String message) {
    super(message);
  }
}
