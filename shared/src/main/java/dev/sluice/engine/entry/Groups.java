package dev.sluice.engine.entry;

/** A range of key groups, {@code [first, end)}. */
public record Groups(int first, int end) {

  public boolean contains(int group) {
    return group >= first && group < end;
  }

  /** Those that are in both. */
  public Groups and(Groups other) {
    return new Groups(Math.max(first, other.first), Math.min(end, other.end));
  }

  public boolean meets(Groups other) {
    return first < other.end && other.first < end;
  }
}
