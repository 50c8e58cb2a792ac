package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry of the control lane: the app's identity and layout, the lanes that count, and the
 * borders that this entry adds.
 *
 * @param graph the digest of the plan
 * @param intervalMillis the batch interval
 * @param buckets the number of buckets
 * @param lanes the registered shard lanes; they hold completeness
 * @param drained sealed lanes whose children have taken over
 * @param lastBorder the interval of the newest border so far, {@link Long#MIN_VALUE} for none
 * @param lastInput the newest interval with records that has a border, or {@link Long#MIN_VALUE}
 * @param watermarks the watermarks at that border
 * @param borders the borders that this entry adds, ascending
 * @param terminal whether the input has ended for good: every window closes
 * @param startedMillis when the app was started, by its first coordinator's clock
 * @param writtenMillis when it was put, by the writer's clock; for upkeep only
 */
public record ControlEntry(
    String graph,
    long intervalMillis,
    int buckets,
    SortedMap<String, Lane> lanes,
    SortedMap<String, Drained> drained,
    long lastBorder,
    long lastInput,
    long[] watermarks,
    List<Border> borders,
    boolean terminal,
    long startedMillis,
    long writtenMillis) {

  /**
   * A registered shard lane.
   *
   * @param birthClockMillis the clock of its entry 0
   * @param readFrom the first entry that the next border may need
   */
  public record Lane(long birthClockMillis, long readFrom) {}

  /**
   * A sealed lane.
   *
   * @param clockMillis its final clock
   * @param position its final position
   * @param readFrom the first entry that the next border may need
   */
  public record Drained(long clockMillis, Position position, long readFrom) {}

  private static final char FORMAT = 'C';

  /** This entry's content without its borders, as the next one begins. */
  public ControlEntry next(
      Map<String, Lane> newLanes, Map<String, Drained> newDrained, long nowMillis) {
    return new ControlEntry(
        graph,
        intervalMillis,
        buckets,
        new TreeMap<>(newLanes),
        new TreeMap<>(newDrained),
        lastBorder,
        lastInput,
        watermarks,
        List.of(),
        terminal,
        startedMillis,
        nowMillis);
  }

  /** The same with borders, the newest of which becomes the last one. */
  public ControlEntry withBorders(List<Border> added, boolean end) {
    Border newest = added.get(added.size() - 1);
    long input = lastInput;
    for (Border border : added) {
      input = border.reads().isEmpty() ? input : border.k();
    }
    return new ControlEntry(
        graph,
        intervalMillis,
        buckets,
        lanes,
        drained,
        newest.k(),
        input,
        newest.watermarks(),
        added,
        end,
        startedMillis,
        writtenMillis);
  }

  public byte[] encode() {
    ByteOutput out = Formats.begin(FORMAT).writeString(graph);
    out.writeUnsigned(intervalMillis).writeUnsigned(buckets).writeUnsigned(lanes.size());
    lanes.forEach(
        (name, lane) ->
            out.writeString(name).writeSigned(lane.birthClockMillis).writeUnsigned(lane.readFrom));
    out.writeUnsigned(drained.size());
    drained.forEach(
        (name, lane) -> {
          out.writeString(name).writeSigned(lane.clockMillis);
          Formats.writePosition(lane.position, out);
          out.writeUnsigned(lane.readFrom);
        });
    out.writeSigned(lastBorder).writeSigned(lastInput);
    Formats.writeLongs(watermarks, out);
    out.writeUnsigned(borders.size());
    borders.forEach(border -> border.write(out));
    out.writeBoolean(terminal).writeSigned(startedMillis).writeSigned(writtenMillis);
    return out.toByteArray();
  }

  public static ControlEntry decode(byte[] bytes) {
    ByteInput in = Formats.open(FORMAT, bytes);
    String graph = in.readString();
    long interval = in.readUnsigned();
    int buckets = in.readCount();
    SortedMap<String, Lane> lanes = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      lanes.put(in.readString(), new Lane(in.readSigned(), in.readUnsigned()));
    }
    SortedMap<String, Drained> drained = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      String name = in.readString();
      long clock = in.readSigned();
      drained.put(name, new Drained(clock, Formats.readPosition(in), in.readUnsigned()));
    }
    long last = in.readSigned();
    long lastInput = in.readSigned();
    long[] watermarks = Formats.readLongs(in);
    List<Border> borders = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      borders.add(Border.read(in));
    }
    boolean terminal = in.readBoolean();
    long started = in.readSigned();
    long written = in.readSigned();
    in.expectEnd();
    return new ControlEntry(
        graph,
        interval,
        buckets,
        lanes,
        drained,
        last,
        lastInput,
        watermarks,
        borders,
        terminal,
        started,
        written);
  }
}
