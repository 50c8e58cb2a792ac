package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;

/** The bulk of an entry: in the entry itself, or in an object that only this entry names. */
public sealed interface Payload {

  int length();

  /** In the entry. */
  record Inline(byte[] bytes) implements Payload {
    @Override
    public int length() {
      return bytes.length;
    }
  }

  /** In an object of the spill store. */
  record Spilled(String name, int length) implements Payload {}

  static void write(Payload payload, ByteOutput out) {
    if (payload instanceof Inline inline) {
      out.writeByte(0).writeBytes(inline.bytes);
    } else if (payload instanceof Spilled spilled) {
      out.writeByte(1).writeString(spilled.name).writeUnsigned(spilled.length);
    }
  }

  static Payload read(ByteInput in) {
    return in.readBoolean()
        ? new Spilled(in.readString(), in.readCount())
        : new Inline(in.readBytes());
  }
}
