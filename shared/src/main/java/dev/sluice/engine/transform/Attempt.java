package dev.sluice.engine.transform;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.Position;

/**
 * What a process is about to try in a lane.
 *
 * @param from the lane's position before
 * @param to the last record that is tried
 * @param tries how often just this was tried
 */
record Attempt(Position from, Position to, int tries) {
  private static final int VERSION = 1;

  byte[] encode() {
    ByteOutput out = new ByteOutput().writeByte(VERSION);
    out.writeString(from.sequence()).writeUnsigned(from.sub());
    out.writeString(to.sequence()).writeUnsigned(to.sub());
    return out.writeUnsigned(tries).toByteArray();
  }

  static Attempt decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    if (in.readByte() != VERSION) {
      throw new dev.sluice.codec.CodecException("an attempt has an unknown format version");
    }
    Position from = new Position(in.readString(), in.readUnsigned());
    Position to = new Position(in.readString(), in.readUnsigned());
    return new Attempt(from, to, in.readCount());
  }
}
