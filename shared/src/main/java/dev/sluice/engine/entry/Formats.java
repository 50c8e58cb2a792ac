package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.ports.Position;
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

  static void writePosition(Position position, ByteOutput out) {
    out.writeString(position.sequence()).writeUnsigned(position.sub());
  }

  static Position readPosition(ByteInput in) {
    return new Position(in.readString(), in.readUnsigned());
  }

  static void writeCounters(Map<String, Long> counters, ByteOutput out) {
    out.writeUnsigned(counters.size());
    new TreeMap<>(counters).forEach((name, value) -> out.writeString(name).writeSigned(value));
  }

  static Map<String, Long> readCounters(ByteInput in) {
    Map<String, Long> counters = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      counters.put(in.readString(), in.readSigned());
    }
    return counters;
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
