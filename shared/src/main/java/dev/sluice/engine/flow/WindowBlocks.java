package dev.sluice.engine.flow;

/** The tags of items in a window operator's input. */
public final class WindowBlocks {
  /** Key, pane, partial: values that are in time whatever the watermark is. */
  public static final int COMBINED = 0;

  /** Key, time, value: one value that may be late. */
  public static final int SINGLE = 1;

  /** Key, time, value: one value too far ahead of its arrival. */
  public static final int FAR = 2;

  private WindowBlocks() {}
}
