package dev.sluice.cli;

/** The command is right, and there is nothing to do. */
final class NothingToDoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NothingToDoException(String message) {
    super(message);
  }
}
