package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which version of an app is in force. A change of the graph is two entries of the control lane:
 * the first names the new graph, and code of another one is refused from then on; the second, put
 * when every shard lane has an entry of the new epoch, settles behind which interval what is new
 * begins. Intervals up to that one may hold what the old code made of their records.
 *
 * @param number how often the graph has changed; entries of shard lanes carry it
 * @param sinceMillis when it began, by the clock of whoever put it
 * @param settled whether every shard lane is known to have an entry of it
 * @param layouts the one in force and, before it, that whose states it takes over; none for an app
 *     that has never had another than that of its start
 * @param beginnings the operators and sinks that a change has added, by {@link
 *     dev.sluice.plan.Plan#partOf}
 */
public record Epoch(
    int number,
    long sinceMillis,
    boolean settled,
    List<Layout> layouts,
    SortedMap<String, Beginning> beginnings) {
  /** Not settled yet. */
  public static final long UNSETTLED = Long.MAX_VALUE;

  /** An app that has not changed. */
  public static final Epoch FIRST = new Epoch(0, 0, true, List.of(), new TreeMap<>());

  /**
   * How a part of the graph begins that a change has added.
   *
   * @param behind it takes part in the steps behind this interval, {@link #UNSETTLED} while that is
   *     open
   * @param control the number of the change's entry in the control lane
   * @param border the newest border at the change
   * @param watermarks those at that border
   */
  public record Beginning(long behind, long control, long border, long[] watermarks) {
    private Beginning settledAt(long interval) {
      return behind == UNSETTLED ? new Beginning(interval, control, border, watermarks) : this;
    }
  }

  /** Whether the app has never changed, nor its layout. */
  public boolean isFirst() {
    return number == 0 && layouts.isEmpty();
  }

  /** Whether every part of the graph has been there from the start. */
  public boolean addsNothing() {
    return beginnings.isEmpty();
  }

  /** Whether a change has added a part. */
  public boolean adds(String part) {
    return !beginnings.isEmpty() && beginnings.containsKey(part);
  }

  /**
   * The next epoch, which is not settled. How a part has begun is kept for as long as the graph has
   * it. No time says that nobody needs it any more: an app that has no records, or that is restored
   * from a checkpoint of long ago, has lanes that stand where the part began, with the state of one
   * of the same id that was retired.
   *
   * @param added what the change adds
   * @param beginning how that begins
   * @param there all parts of the changed graph; of others nothing is kept
   */
  public Epoch next(long nowMillis, Set<String> added, Beginning beginning, Set<String> there) {
    SortedMap<String, Beginning> all = new TreeMap<>(beginnings);
    all.keySet().retainAll(there);
    added.forEach(part -> all.put(part, beginning));
    return new Epoch(number + 1, nowMillis, false, layouts, all);
  }

  /** The same where what is new begins behind an interval. */
  public Epoch settledAt(long interval) {
    SortedMap<String, Beginning> all = new TreeMap<>();
    beginnings.forEach((part, each) -> all.put(part, each.settledAt(interval)));
    return new Epoch(number, sinceMillis, true, layouts, all);
  }

  /** The same in another layout, which holds from now on. */
  public Epoch spread(List<Layout> newLayouts) {
    return new Epoch(number, sinceMillis, settled, List.copyOf(newLayouts), beginnings);
  }

  /** The interval behind which a part begins, {@link Long#MIN_VALUE} for one from the start. */
  public long begins(String part) {
    Beginning beginning = beginnings.isEmpty() ? null : beginnings.get(part);
    return beginning == null ? Long.MIN_VALUE : beginning.behind;
  }

  /**
   * The interval behind which the newest of what changes have added begins, {@link Long#MIN_VALUE}
   * where nothing was added, or where it is open for all of it.
   */
  public long newestBeginning() {
    return beginnings.values().stream()
        .mapToLong(Beginning::behind)
        .filter(behind -> behind != UNSETTLED)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** The last part of an entry: what is missing at its end has never been written. */
  void write(ByteOutput out) {
    out.writeUnsigned(number).writeSigned(sinceMillis).writeBoolean(settled);
    out.writeUnsigned(beginnings.size());
    beginnings.forEach(
        (part, each) -> {
          out.writeString(part).writeSigned(each.behind).writeUnsigned(each.control);
          out.writeSigned(each.border);
          Formats.writeLongs(each.watermarks, out);
        });
    if (!layouts.isEmpty()) {
      out.writeUnsigned(layouts.size());
      layouts.forEach(each -> each.write(out));
    }
  }

  static Epoch read(ByteInput in) {
    int number = in.readCount();
    long since = in.readSigned();
    boolean settled = in.readBoolean();
    SortedMap<String, Beginning> beginnings = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      String part = in.readString();
      long behind = in.readSigned();
      long control = in.readUnsigned();
      long border = in.readSigned();
      beginnings.put(part, new Beginning(behind, control, border, Formats.readLongs(in)));
    }
    List<Layout> layouts = new ArrayList<>();
    for (int n = in.hasRemaining() ? in.readCount() : 0; n > 0; n--) {
      layouts.add(Layout.read(in));
    }
    return new Epoch(number, since, settled, List.copyOf(layouts), beginnings);
  }
}
