package dev.sluice.simulation;

import java.nio.charset.StandardCharsets;

/** Something that happens outside of the app, at a time of day in milliseconds. */
public sealed interface Event {
  long atMillis();

  /**
   * A record arrives.
   *
   * @param stampMillis what the stream stamps it with, which may be a little before that
   * @param stream where
   */
  record Put(long atMillis, long stampMillis, String stream, String partitionKey, byte[] data)
      implements Event {
    private static final int LONGEST_TEXT = 60;

    @Override
    public String toString() {
      String text = new String(data, StandardCharsets.UTF_8);
      String start = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
      return atMillis
          + " record stamped "
          + stampMillis
          + " in "
          + stream
          + ", "
          + partitionKey
          + ": "
          + start;
    }
  }

  /** An open shard is split. */
  record Split(long atMillis, String stream, int openShard) implements Event {
    @Override
    public String toString() {
      return atMillis + " a shard of " + stream + " is split";
    }
  }

  /** Two adjacent open shards become one, if there are any. */
  record Merge(long atMillis, String stream) implements Event {
    @Override
    public String toString() {
      return atMillis + " two shards of " + stream + " are merged";
    }
  }

  /** Hours pass up to this time. */
  record Leap(long atMillis) implements Event {
    @Override
    public String toString() {
      return atMillis + " hours have passed";
    }
  }
}
