package dev.sluice.local.letters;

import java.util.List;

/**
 * What a file or object holds.
 *
 * @param letters in its order
 * @param broken what could not be read; the rest is unharmed
 */
public record Letters(List<Letter> letters, List<Broken> broken) {

  /**
   * Something that is no letter.
   *
   * @param place the file, and the line or record in it
   * @param why what is wrong, with a code
   */
  public record Broken(String place, String why) {
    @Override
    public String toString() {
      return place + ": " + why;
    }
  }
}
