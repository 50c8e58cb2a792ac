package dev.sluice.engine.transform;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.Position;
import java.util.List;
import java.util.TreeSet;

/**
 * What processes are about to run in a lane, or died of.
 *
 * @param from the lane's position before
 * @param to the last record that is run; the same as {@code from} where nothing is
 * @param processes those that said so and have not said that they survived it
 */
record Attempt(Position from, Position to, List<String> processes) {
  private static final int VERSION = 2;

  static final Attempt NOTHING = new Attempt(Position.START, Position.START, List.of());

  /** The same with a process that says so too, or says so no more. */
  Attempt with(String process, boolean tries) {
    TreeSet<String> all = new TreeSet<>(processes);
    boolean changed = tries ? all.add(process) : all.remove(process);
    return changed ? new Attempt(from, all.isEmpty() ? from : to, List.copyOf(all)) : this;
  }

  byte[] encode() {
    ByteOutput out = new ByteOutput().writeByte(VERSION);
    out.writeString(from.sequence()).writeUnsigned(from.sub());
    out.writeString(to.sequence()).writeUnsigned(to.sub());
    out.writeUnsigned(processes.size());
    processes.forEach(out::writeString);
    return out.toByteArray();
  }

  /** Of another version nothing is known: this is advice, and no record depends on it. */
  static Attempt decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    if (in.readByte() != VERSION) {
      return NOTHING;
    }
    Position from = new Position(in.readString(), in.readUnsigned());
    Position to = new Position(in.readString(), in.readUnsigned());
    TreeSet<String> processes = new TreeSet<>();
    for (int n = in.readCount(); n > 0; n--) {
      processes.add(in.readString());
    }
    return new Attempt(from, to, List.copyOf(processes));
  }
}
