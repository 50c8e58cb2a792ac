package dev.sluice.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;

/** The end of what a process said. */
final class LastLines {
  private static final int KEPT = 20;

  private final Deque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** To be put behind a message: empty where nothing was said. */
  synchronized String text() {
    return lines.isEmpty()
        ? "; it said nothing"
        : "; it said last:\n  " + String.join("\n  ", lines);
  }
}
