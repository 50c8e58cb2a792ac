package dev.sluice.engine.transform;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Positions;
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
  private static final int VERSION = 3;

  static final Attempt NOTHING = new Attempt(Position.START, Position.START, List.of());

  /** The same with a process that says so too. */
  Attempt with(String process) {
    TreeSet<String> all = new TreeSet<>(processes);
    all.add(process);
    return new Attempt(from, to, List.copyOf(all));
  }

  /** One of the processes has survived it, so the others died of something else. */
  Attempt survived() {
    return new Attempt(from, from, List.of());
  }

  /** One of the processes has not come to it. */
  Attempt without(String process) {
    List<String> others = processes.stream().filter(each -> !each.equals(process)).toList();
    return others.isEmpty() ? survived() : new Attempt(from, to, others);
  }

  byte[] encode() {
    ByteOutput out = new ByteOutput().writeByte(VERSION);
    Positions.write(from, out);
    Positions.write(to, out);
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
    Position from = Positions.read(in);
    Position to = Positions.read(in);
    TreeSet<String> processes = new TreeSet<>();
    for (int n = in.readCount(); n > 0; n--) {
      processes.add(in.readString());
    }
    return new Attempt(from, to, List.copyOf(processes));
  }
}
