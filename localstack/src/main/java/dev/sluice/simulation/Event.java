package dev.sluice.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Something that happens outside of the app, at a time of day in milliseconds. */
public sealed interface Event {
  long atMillis();

  /**
   * A record arrives, or several that a producer has packed into one.
   *
   * @param stampMillis what the stream stamps it with, which may be a little before that
   * @param stream where
   * @param partitionKey of the record as it lies in the stream
   * @param keys the partition key of each part, which say something only where several are packed
   * @param parts the data of each; several are packed
   */
  record Put(
      long atMillis,
      long stampMillis,
      String stream,
      String partitionKey,
      List<String> keys,
      List<byte[]> parts)
      implements Event {
    private static final int LONGEST_TEXT = 60;

    /** One record. */
    static Put one(long atMillis, long stampMillis, String stream, String key, byte[] data) {
      return new Put(atMillis, stampMillis, stream, key, List.of(key), List.of(data));
    }

    /** The bytes as they lie in the stream. */
    byte[] data() {
      return parts.size() == 1 ? parts.get(0) : Packed.of(keys, parts);
    }

    @Override
    public String toString() {
      String text =
          parts.stream()
              .map(part -> new String(part, StandardCharsets.UTF_8))
              .collect(Collectors.joining(" | "));
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

  /** A file is put, for apps that read files. */
  record File(long atMillis, String name, List<String> lines) implements Event {
    @Override
    public String toString() {
      return atMillis + " file " + name + " with " + lines.size() + " lines";
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

  /** A stream gets a shard more. */
  record Grow(long atMillis, String stream) implements Event {
    @Override
    public String toString() {
      return atMillis + " a shard is added to " + stream;
    }
  }

  /** Hours pass up to this time. */
  record Leap(long atMillis) implements Event {
    @Override
    public String toString() {
      return atMillis + " hours have passed";
    }
  }

  /** The coordinator is away from now on, while records come minutes apart. */
  record Away(long atMillis, long forMillis) implements Event {
    @Override
    public String toString() {
      return atMillis + " the coordinator leaves for " + forMillis + " ms";
    }
  }
}
