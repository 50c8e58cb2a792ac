package dev.sluice.plan;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a graph has promised to the state that it wrote: all that a changed graph must keep to go on
 * from it. What is stateless is not in it.
 *
 * @param watermarks the app's policy
 * @param eventTimes the declarations of event time, in their order
 * @param streams the sources that are read
 * @param parts the operators that cross a shuffle, and the sinks
 */
public record Blueprint(
    String watermarks,
    List<String> eventTimes,
    SortedSet<String> streams,
    SortedMap<String, Part> parts) {
  private static final int VERSION = 1;

  /** What comes before the streams of a declaration of event time. */
  static final String OF = ", of ";

  /** The declarations of event time in the words of versions that did not say their streams. */
  List<String> eventTimesWithoutStreams() {
    return eventTimes.stream().map(text -> text.substring(0, text.indexOf(OF))).toList();
  }

  /** As bytes, the same for the same graph. */
  public byte[] encode() {
    ByteOutput out = new ByteOutput(1024).writeByte(VERSION).writeString(watermarks);
    write(eventTimes, out);
    write(streams, out);
    out.writeUnsigned(parts.size());
    parts.forEach(
        (key, part) -> {
          out.writeString(key);
          part.write(out);
        });
    return out.toByteArray();
  }

  /**
   * @throws CodecException if the bytes are those of another version
   */
  public static Blueprint decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CodecException(
          "a graph is described in version " + version + ", this code reads " + VERSION);
    }
    String watermarks = in.readString();
    List<String> eventTimes = read(in);
    SortedSet<String> streams = new TreeSet<>(read(in));
    SortedMap<String, Part> parts = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      parts.put(in.readString(), Part.read(in));
    }
    in.expectEnd();
    return new Blueprint(watermarks, eventTimes, streams, parts);
  }

  static void write(Collection<String> texts, ByteOutput out) {
    out.writeUnsigned(texts.size());
    texts.forEach(out::writeString);
  }

  static List<String> read(ByteInput in) {
    List<String> texts = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      texts.add(in.readString());
    }
    return List.copyOf(texts);
  }
}
