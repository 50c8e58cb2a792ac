package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.Position;

/** The format of positions: most are behind a whole record, which takes one byte to say. */
public final class Positions {
  private static final int WHOLE = 0;

  private Positions() {}

  public static void write(Position position, ByteOutput out) {
    out.writeString(position.sequence());
    out.writeUnsigned(position.isInside() ? position.sub() + 1 : WHOLE);
  }

  public static Position read(ByteInput in) {
    String sequence = in.readString();
    long place = in.readUnsigned();
    return place == WHOLE ? Position.of(sequence) : new Position(sequence, place - 1);
  }
}
