package dev.sluice.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who misspelt a name. */
final class Nearest {
  private Nearest() {}

  /** The name with the fewest letters to change, unless that is more than a third of them. */
  static Optional<String> to(String text, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(text, name) <= Math.max(2, name.length() / 3))
        .filter(name -> distance(text, name) < name.length())
        .min(Comparator.comparingInt(name -> distance(text, name)));
  }

  /** Asks whether that name was meant. */
  static Optional<String> question(String text, Collection<String> names) {
    return to(text, names).map(name -> "did you mean " + name + "?");
  }

  /** How many letters must be put in, taken out or changed to make one text of another. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
