package dev.sluice.simulation.pipeline;

import dev.sluice.api.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Windows of random length: how they are declared, and where a time lies. All in milliseconds. */
record Cut(long size, long slide, long offset) {

  static Cut tumbling(Random random) {
    long size = 1_000 * (1 + random.nextInt(6));
    return new Cut(size, size, 500 * random.nextInt(4));
  }

  /** Every third one is tumbling. */
  static Cut draw(Random random) {
    if (random.nextInt(3) == 0) {
      return tumbling(random);
    }
    long slide = 1_000 * (1 + random.nextInt(6));
    long size = slide * (1 + random.nextInt(3)) + 1_000 * random.nextInt(2);
    return new Cut(size, slide, 500 * random.nextInt(4));
  }

  Windows windows() {
    return Windows.sliding(Duration.ofMillis(size), Duration.ofMillis(slide))
        .withOffset(Duration.ofMillis(offset));
  }

  /** The ends of all windows that hold a time, ascending. */
  List<Long> ends(long time) {
    List<Long> ends = new ArrayList<>();
    long last = Math.floorDiv(time - offset, slide) * slide + offset;
    for (long start = last; start > time - size; start -= slide) {
      ends.add(0, start + size);
    }
    return ends;
  }

  /** Which of the panes a time lies in. */
  long pane(long time) {
    long length = slide;
    for (long rest = size; rest != 0; ) {
      long next = length % rest;
      length = rest;
      rest = next;
    }
    return Math.floorDiv(time - offset, length);
  }

  @Override
  public String toString() {
    String how = slide == size ? "" : " every " + slide + " ms";
    return size + " ms" + how + (offset == 0 ? "" : " from " + offset + " ms");
  }
}
