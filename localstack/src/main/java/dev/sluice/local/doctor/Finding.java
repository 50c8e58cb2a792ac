package dev.sluice.local.doctor;

/**
 * Something that is not as it should be.
 *
 * @param level how bad it is
 * @param what it is, and where
 * @param why it matters
 * @param todo what puts it right
 */
public record Finding(Level level, String what, String why, String todo) {
  /** How bad something is. */
  public enum Level {
    /** Results may be wrong or incomplete, or there are none. */
    BREAKS,
    /** Nothing is wrong yet: a protection is missing, or it costs. */
    WARNS
  }

  static Finding breaks(String what, String why, String todo) {
    return new Finding(Level.BREAKS, what, why, todo);
  }

  static Finding warns(String what, String why, String todo) {
    return new Finding(Level.WARNS, what, why, todo);
  }
}
