package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import java.util.Map;
import java.util.TreeMap;

/** Pieces that the formats of entries share. */
final class Formats {
  /** The version of all entry formats; a reader refuses what it does not know. */
  private static final int VERSION = 1;

  private Formats() {}

  static ByteOutput begin(char kind) {
    return new ByteOutput(256).writeByte(VERSION).writeByte(kind);
  }

  static ByteInput open(char kind, byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CodecException(
          "an entry has format version " + version + ", this code reads version " + VERSION);
    }
    int found = in.readByte();
    if (found != kind) {
      throw new CodecException("an entry is of kind " + (char) found + ", expected was " + kind);
    }
    return in;
  }

  /**
   * The version of what is kept besides the log, in formats of its own.
   *
   * @param last the newest one that is known
   */
  static int readNoteVersion(String of, int last, ByteInput in) {
    int version = in.readByte();
    if (version < 1 || version > last) {
      throw new CodecException(
          "a note of a "
              + of
              + " has format version "
              + version
              + ", this code reads up to version "
              + last);
    }
    return version;
  }

  static void writeCounters(Map<String, Long> counters, ByteOutput out) {
    out.writeUnsigned(counters.size());
    String before = "";
    for (Map.Entry<String, Long> each : new TreeMap<>(counters).entrySet()) {
      writeName(before, each.getKey(), out);
      out.writeSigned(each.getValue());
      before = each.getKey();
    }
  }

  static Map<String, Long> readCounters(ByteInput in) {
    Map<String, Long> counters = new TreeMap<>();
    String name = "";
    for (int n = in.readCount(); n > 0; n--) {
      name = readName(name, in);
      counters.put(name, in.readSigned());
    }
    return counters;
  }

  /** Writes one of several sorted names without what it shares with the one before. */
  static void writeName(String before, String name, ByteOutput out) {
    int shared = 0;
    int most = Math.min(before.length(), name.length());
    while (shared < most && before.charAt(shared) == name.charAt(shared)) {
      shared++;
    }
    if (shared > 0 && Character.isHighSurrogate(name.charAt(shared - 1))) {
      shared--; // what follows is encoded by itself
    }
    out.writeUnsigned(shared).writeString(name.substring(shared));
  }

  static String readName(String before, ByteInput in) {
    int shared = in.readCount();
    if (shared > before.length()) {
      throw new CodecException("a name shares " + shared + " characters with '" + before + "'");
    }
    return before.substring(0, shared) + in.readString();
  }

  static void writeLongs(long[] values, ByteOutput out) {
    out.writeUnsigned(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
  }

  static long[] readLongs(ByteInput in) {
    int length = in.readCount();
    if (length > in.remaining() / Long.BYTES) {
      throw new CodecException(length + " numbers do not fit into " + in.remaining() + " bytes");
    }
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readLong();
    }
    return values;
  }
}
