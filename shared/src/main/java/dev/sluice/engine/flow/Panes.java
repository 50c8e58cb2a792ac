package dev.sluice.engine.flow;

import dev.sluice.api.Windows;

/**
 * The arithmetic of windows. A pane is a slice {@code [p, p + length)} with length = gcd(size,
 * slide); every window {@code [start, start + size)} is made of whole panes.
 *
 * <pre>
 * size 6, slide 4, offset 0 -> panes of 2:   0   2   4   6   8   10
 *                                            |-----------|            [0, 6)
 *                                                    |------------|   [4, 10)
 * </pre>
 */
public final class Panes {
  private final long size;
  private final long slide;
  private final long offset;
  private final long length;
  private final long lateness;

  public Panes(Windows windows) {
    this.size = windows.size().toMillis();
    this.slide = windows.slide().toMillis();
    this.offset = windows.offset().toMillis();
    this.length = windows.paneMillis();
    this.lateness = windows.lateness().toMillis();
  }

  public long sizeMillis() {
    return size;
  }

  public long slideMillis() {
    return slide;
  }

  public long latenessMillis() {
    return lateness;
  }

  /** The start of the pane that a time lies in. */
  public long paneOf(long millis) {
    return Math.floorDiv(millis - offset, length) * length + offset;
  }

  /** The end of the first window that holds a pane, if any does: see {@link #isCovered}. */
  public long firstEnd(long pane) {
    long leastStart = pane + length - size;
    return -Math.floorDiv(-(leastStart - offset), slide) * slide + offset + size;
  }

  /** The end of the last window that holds a pane, if any does: see {@link #isCovered}. */
  public long lastEnd(long pane) {
    return Math.floorDiv(pane - offset, slide) * slide + offset + size;
  }

  /** Whether any window holds a pane; not so in the gaps between windows shorter than the slide. */
  public boolean isCovered(long pane) {
    return firstEnd(pane) <= lastEnd(pane);
  }

  /** The end of the first window that holds a pane and ends after a time, if any does. */
  public long firstEndAfter(long pane, long millis) {
    long first = firstEnd(pane);
    if (first > millis) {
      return first;
    }
    return first + (Math.floorDiv(millis - first, slide) + 1) * slide;
  }
}
