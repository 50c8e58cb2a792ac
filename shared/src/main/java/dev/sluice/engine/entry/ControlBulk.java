package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What grows with the number of shards in an entry of the control lane. Each lane's name stands
 * there once, without what it shares with the one before; everything else names a lane by its
 * place: about 10 bytes a lane and 4 a read.
 */
record ControlBulk(
    SortedMap<String, ControlEntry.Lane> lanes,
    SortedMap<String, ControlEntry.Drained> drained,
    List<Border> borders,
    Announcements announced,
    Epoch epoch) {

  /** Stands for {@link Long#MAX_VALUE}, which would take ten bytes for each drained lane. */
  private static final long NOTHING_LEFT = 0;

  byte[] encode() {
    Map<String, Integer> places = new HashMap<>();
    List<String> names = names();
    names.forEach(name -> places.put(name, places.size()));
    ByteOutput out = new ByteOutput(1024);
    writeNames(names, out);
    out.writeUnsigned(lanes.size());
    lanes.forEach(
        (name, lane) ->
            out.writeUnsigned(places.get(name))
                .writeSigned(lane.clockMillis())
                .writeUnsigned(lane.readFrom()));
    out.writeUnsigned(drained.size());
    drained.forEach(
        (name, lane) -> {
          out.writeUnsigned(places.get(name)).writeSigned(lane.clockMillis());
          Positions.write(lane.position(), out);
          boolean left = lane.readFrom() != Long.MAX_VALUE;
          out.writeUnsigned(left ? lane.readFrom() + 1 : NOTHING_LEFT);
        });
    out.writeUnsigned(borders.size());
    borders.forEach(border -> border.write(out, places));
    if (!announced.isEmpty() || !epoch.isFirst()) {
      announced.write(out);
    }
    if (!epoch.isFirst()) {
      epoch.write(out);
    }
    return out.toByteArray();
  }

  /** Borders may name lanes that are neither registered nor remembered any more. */
  private List<String> names() {
    TreeSet<String> names = new TreeSet<>(lanes.keySet());
    names.addAll(drained.keySet());
    borders.forEach(border -> border.reads().forEach(read -> names.add(read.lane())));
    return List.copyOf(names);
  }

  static ControlBulk decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    List<String> names = readNames(in);
    SortedMap<String, ControlEntry.Lane> lanes = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      lanes.put(name(names, in), new ControlEntry.Lane(in.readSigned(), in.readUnsigned()));
    }
    SortedMap<String, ControlEntry.Drained> drained = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      String name = name(names, in);
      long clock = in.readSigned();
      var position = Positions.read(in);
      long from = in.readUnsigned();
      drained.put(
          name,
          new ControlEntry.Drained(
              clock, position, from == NOTHING_LEFT ? Long.MAX_VALUE : from - 1));
    }
    List<Border> borders = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      borders.add(Border.read(in, names));
    }
    Announcements announced = in.hasRemaining() ? Announcements.read(in) : Announcements.NONE;
    Epoch epoch = in.hasRemaining() ? Epoch.read(in) : Epoch.FIRST;
    in.expectEnd();
    return new ControlBulk(lanes, drained, List.copyOf(borders), announced, epoch);
  }

  private static void writeNames(List<String> sorted, ByteOutput out) {
    out.writeUnsigned(sorted.size());
    String before = "";
    for (String name : sorted) {
      Formats.writeName(before, name, out);
      before = name;
    }
  }

  private static List<String> readNames(ByteInput in) {
    List<String> names = new ArrayList<>();
    String name = "";
    for (int n = in.readCount(); n > 0; n--) {
      name = Formats.readName(name, in);
      names.add(name);
    }
    return names;
  }

  static String name(List<String> names, ByteInput in) {
    int place = in.readCount();
    if (place >= names.size()) {
      throw new CodecException("lane number " + place + " of " + names.size() + " is named");
    }
    return names.get(place);
  }
}
