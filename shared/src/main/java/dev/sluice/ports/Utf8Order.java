package dev.sluice.ports;

import java.util.Comparator;

/**
 * The order of the UTF-8 bytes of strings, which is the order of their code points. Java's own
 * order is that of UTF-16 units, which differs for the characters beyond the first 65,536.
 */
public enum Utf8Order implements Comparator<String> {
  /** The only one. */
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for greater code points than any other unit.
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? Character.compare(x, y) : xHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
