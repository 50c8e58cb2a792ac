package dev.sluice.local.lambda;

/** What came of a call. */
public sealed interface Reply {

  /** The function returned; its answer's JSON. */
  record Answered(byte[] payload) implements Reply {}

  /**
   * The function threw, ended or did not end in time.
   *
   * @param kind what happened
   * @param message for people
   * @param payload the error's JSON, as Lambda gives it to callers
   */
  record Failed(Kind kind, String message, byte[] payload) implements Reply {}

  /** How a call fails. */
  enum Kind {
    /** The handler threw; the process goes on. */
    THREW,
    /** The process was killed, as it took longer than its function may. */
    TIMED_OUT,
    /** The process ended in the middle of the call. */
    CRASHED,
    /** The process never came to ask for a call. */
    NOT_STARTED
  }
}
