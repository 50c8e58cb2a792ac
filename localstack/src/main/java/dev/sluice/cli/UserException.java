package dev.sluice.cli;

/** Something that the user can put right; the message says how. */
final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(message);
  }
}
