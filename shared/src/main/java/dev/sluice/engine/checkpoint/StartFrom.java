package dev.sluice.engine.checkpoint;

/** What an app without lanes begins from. One that has lanes goes on with them. */
public sealed interface StartFrom {

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
   * Reads a setting.
   *
   * @param text {@code newest}, {@code none}, or the number of a checkpoint
   * @throws IllegalArgumentException if it is something else
   */
  static StartFrom parse(String text) {
    if (text.equals("newest")) {
      return new Newest();
    } else if (text.equals("none")) {
      return new Nothing();
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
        "SLUICE-C05 an app begins from 'newest', 'none' or the number of a checkpoint, not from '"
            + text
            + "'");
  }
}
