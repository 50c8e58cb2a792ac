package dev.sluice.engine.checkpoint;

/** What an app without lanes begins from. One that has lanes goes on with them. */
public sealed interface StartFrom {

  /** Begins a setting; a name follows. */
  String KEPT = "kept:";

  /** The newest checkpoint that is whole, or nothing where there is none at all. */
  record Newest() implements StartFrom {}

  /** Nothing, whatever checkpoints there are. */
  record Nothing() implements StartFrom {}

  /**
   * A checkpoint.
   *
   * @param number its number
   */
  record Numbered(long number) implements StartFrom {}

  /**
   * A checkpoint that was kept.
   *
   * @param name under which it was
   */
  record Kept(String name) implements StartFrom {
    public Kept {
      Archive.kept(name);
    }
  }

  /**
   * Reads a setting.
   *
   * @param text {@code newest}, {@code none}, the number of a checkpoint, or {@code kept:} with the
   *     name of one
   * @throws IllegalArgumentException if it is something else
   */
  static StartFrom parse(String text) {
    if (text.equals("newest")) {
      return new Newest();
    } else if (text.equals("none")) {
      return new Nothing();
    } else if (text.startsWith(KEPT)) {
      return new Kept(text.substring(KEPT.length()));
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return new Numbered(number);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "SLUICE-C05 an app begins from 'newest', 'none', the number of a checkpoint or 'kept:' with"
            + " the name of one, not from '"
            + text
            + "'");
  }
}
