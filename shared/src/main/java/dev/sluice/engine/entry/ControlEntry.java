package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.ports.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An entry of the control lane: the app's identity and layout, the lanes that count, and the
 * borders that this entry adds.
 *
 * @param graph the digest of the plan
 * @param intervalMillis the batch interval
 * @param buckets the number of buckets of the layout in force
 * @param phase how far the end of the input is
 * @param lanes the registered shard lanes; they hold completeness
 * @param drained sealed lanes whose children have taken over
 * @param counters the counters of lanes that are not asked any more, added up: of all drained
 *     lanes, whether they are still remembered or not, and in the end of the bucket lanes
 * @param lastBorder the interval of the newest border so far, {@link Long#MIN_VALUE} for none
 * @param lastInput the newest interval with records that has a border, or {@link Long#MIN_VALUE}
 * @param watermarks the watermarks at that border
 * @param borders the borders that this entry adds, ascending
 * @param announced which versions of broadcasts hold for the intervals behind the newest border of
 *     the entry before
 * @param epoch which version of the app this is, and how what is new in it begins
 * @param startedMillis when the app was started, by its first coordinator's clock
 * @param writtenMillis when it was put, by the writer's clock; for upkeep only
 */
public record ControlEntry(
    String graph,
    long intervalMillis,
    int buckets,
    Phase phase,
    SortedMap<String, Lane> lanes,
    SortedMap<String, Drained> drained,
    SortedMap<String, Long> counters,
    long lastBorder,
    long lastInput,
    long[] watermarks,
    List<Border> borders,
    Announcements announced,
    Epoch epoch,
    long startedMillis,
    long writtenMillis) {

  /** How far the end of the input is. A phase is never left for an earlier one. */
  public enum Phase {
    /** Records come, and shards come and go. */
    OPEN,
    /** The end is decided: the lanes are those of this entry, and each is sealed where it is. */
    CLOSING,
    /** The last border is there: every window closes at it. */
    ENDED,
    /** All results are published. This entry is the last one, and it is kept for good. */
    FINISHED
  }

  /**
   * A registered shard lane.
   *
   * @param clockMillis its clock when it was registered, not before the newest border
   * @param readFrom the first entry that the next border may need
   */
  public record Lane(long clockMillis, long readFrom) {
    /** Before every arrival: where stamps are made up, they may lie before 1970. */
    public static final long BEGINNING = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  }

  /**
   * A sealed lane.
   *
   * @param clockMillis its final clock
   * @param position its final position
   * @param readFrom the first entry that the next border may need, {@link Long#MAX_VALUE} for none
   */
  public record Drained(long clockMillis, Position position, long readFrom) {}

  private static final char FORMAT = 'C';

  /** What stands before entry 0: an app without lanes. */
  public static ControlEntry nothing(
      String graph, long intervalMillis, int buckets, int eventTimes, long nowMillis) {
    return new ControlEntry(
        graph,
        intervalMillis,
        buckets,
        Phase.OPEN,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        IntervalInfo.none(eventTimes),
        List.of(),
        Announcements.NONE,
        Epoch.FIRST,
        nowMillis,
        nowMillis);
  }

  /** Whether the end of the input is decided: no record is taken behind what is committed. */
  public boolean closing() {
    return phase != Phase.OPEN;
  }

  /** Whether the newest border is the end of the input. */
  public boolean terminal() {
    return phase.compareTo(Phase.ENDED) >= 0;
  }

  /** This entry's content without its borders, as the next one begins. */
  public ControlEntry next(
      Map<String, Lane> newLanes,
      Map<String, Drained> newDrained,
      Map<String, Long> newCounters,
      long nowMillis) {
    return new ControlEntry(
        graph,
        intervalMillis,
        buckets,
        phase,
        new TreeMap<>(newLanes),
        new TreeMap<>(newDrained),
        new TreeMap<>(newCounters),
        lastBorder,
        lastInput,
        watermarks,
        List.of(),
        announced.behind(lastBorder),
        epoch,
        startedMillis,
        nowMillis);
  }

  /** The same in another phase. */
  public ControlEntry in(Phase newPhase) {
    return with(newPhase, lastBorder, lastInput, watermarks, borders, announced);
  }

  /** The same with borders, the newest of which becomes the last one. */
  public ControlEntry withBorders(List<Border> added) {
    if (added.isEmpty()) {
      return this;
    }
    Border newest = added.get(added.size() - 1);
    long input = lastInput;
    for (Border border : added) {
      input = border.reads().isEmpty() ? input : border.k();
    }
    return with(phase, newest.k(), input, newest.watermarks(), added, announced.upTo(newest.k()));
  }

  /** The layouts that may still have steps to do, ascending; the last one is in force. */
  public List<Layout> layouts() {
    return epoch.layouts().isEmpty() ? List.of(Layout.first(buckets)) : epoch.layouts();
  }

  /** The layout in force: that of the borders which this entry adds. */
  public Layout layout() {
    List<Layout> all = layouts();
    return all.get(all.size() - 1);
  }

  /** The same by another version of the app, or in another layout. */
  public ControlEntry by(String newGraph, Epoch newEpoch) {
    List<Layout> layouts = newEpoch.layouts();
    return new ControlEntry(
        newGraph,
        intervalMillis,
        layouts.isEmpty() ? buckets : layouts.get(layouts.size() - 1).buckets(),
        phase,
        lanes,
        drained,
        counters,
        lastBorder,
        lastInput,
        watermarks,
        borders,
        announced,
        newEpoch,
        startedMillis,
        writtenMillis);
  }

  /** The same with other announcements. */
  public ControlEntry announcing(Announcements newAnnounced) {
    return with(phase, lastBorder, lastInput, watermarks, borders, newAnnounced);
  }

  private ControlEntry with(
      Phase newPhase,
      long border,
      long input,
      long[] newWatermarks,
      List<Border> added,
      Announcements newAnnounced) {
    return new ControlEntry(
        graph,
        intervalMillis,
        buckets,
        newPhase,
        lanes,
        drained,
        counters,
        border,
        input,
        newWatermarks,
        added,
        newAnnounced,
        epoch,
        startedMillis,
        writtenMillis);
  }

  /**
   * @param store keeps the bulk, in the entry or elsewhere
   */
  byte[] encode(Function<byte[], Payload> store) {
    ByteOutput out = Formats.begin(FORMAT).writeString(graph);
    out.writeUnsigned(intervalMillis).writeUnsigned(buckets).writeByte(phase.ordinal());
    Formats.writeCounters(counters, out);
    out.writeSigned(lastBorder).writeSigned(lastInput);
    Formats.writeLongs(watermarks, out);
    out.writeSigned(startedMillis).writeSigned(writtenMillis);
    Payload.write(
        store.apply(new ControlBulk(lanes, drained, borders, announced, epoch).encode()), out);
    return out.toByteArray();
  }

  static ControlEntry decode(byte[] bytes, Function<Payload, byte[]> load) {
    ByteInput in = Formats.open(FORMAT, bytes);
    String graph = in.readString();
    long interval = in.readUnsigned();
    int buckets = in.readCount();
    int phase = in.readByte();
    if (phase >= Phase.values().length) {
      throw new CodecException("a control entry has phase " + phase + ", unknown");
    }
    SortedMap<String, Long> counters = new TreeMap<>(Formats.readCounters(in));
    long last = in.readSigned();
    long lastInput = in.readSigned();
    long[] watermarks = Formats.readLongs(in);
    long started = in.readSigned();
    long written = in.readSigned();
    Payload payload = Payload.read(in);
    in.expectEnd();
    ControlBulk bulk = ControlBulk.decode(load.apply(payload));
    return new ControlEntry(
        graph,
        interval,
        buckets,
        Phase.values()[phase],
        bulk.lanes(),
        bulk.drained(),
        counters,
        last,
        lastInput,
        watermarks,
        bulk.borders(),
        bulk.announced(),
        bulk.epoch(),
        started,
        written);
  }
}
