package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import java.util.ArrayList;
import java.util.List;

/**
 * An output that a committed entry promises.
 *
 * @param kind what becomes of it
 * @param k the step it belongs to
 * @param sink the id of the sink
 * @param name the object's name, for a file
 * @param offset where its content begins among the contents of the entry's outputs
 * @param length of its content in bytes
 */
public record Out(Kind kind, long k, String sink, String name, int offset, int length) {

  /** What becomes of an output. */
  public enum Kind {
    /** Put under its name, once. */
    FILE,
    /** Printed on the console, at least once. */
    PRINT,
    /** Handed to the app's function, at least once. */
    BATCH
  }

  private static final Kind[] KINDS = Kind.values();

  /** Writes a table of outputs; nothing at all where there are none. */
  public static void writeTable(List<Out> outs, ByteOutput out) {
    outs.forEach(each -> each.write(out));
  }

  /** Reads a table back. */
  public static List<Out> readTable(byte[] table) {
    ByteInput in = new ByteInput(table);
    List<Out> outs = new ArrayList<>();
    while (in.hasRemaining()) {
      outs.add(read(in));
    }
    return outs;
  }

  private void write(ByteOutput out) {
    out.writeByte(kind.ordinal()).writeSigned(k).writeString(sink).writeString(name);
    out.writeUnsigned(offset).writeUnsigned(length);
  }

  private static Out read(ByteInput in) {
    int kind = in.readByte();
    if (kind >= KINDS.length) {
      throw new CodecException("an output has kind " + kind + ", unknown");
    }
    return new Out(
        KINDS[kind],
        in.readSigned(),
        in.readString(),
        in.readString(),
        in.readCount(),
        in.readCount());
  }
}
