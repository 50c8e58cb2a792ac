package dev.sluice.testkit.faults;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.Out;
import dev.sluice.engine.entry.Payload;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Sees everything that reaches the stores, and says what must not be, whoever did it. */
public final class Witness {
  private static final String MARKER = "/_SUCCESS";

  private final ObjectStore outputs;
  private final ObjectStore spills;
  private final MovedBulk moved;
  private final Map<String, Map<Long, byte[]>> lanes = new HashMap<>();
  private final Map<String, SortedMap<Long, ShardEntry>> shards = new HashMap<>();
  private final Set<String> promised;
  private final Set<String> closed;
  private final List<String> violations;

  /** What the place before this one has, whole. */
  private final Predicate<String> published;

  /** What another table had, where this one has taken its place. */
  private final Witness before;

  /** Those of all tables, also of those that came behind this one: who has it open goes on. */
  private final List<Witness> all;

  /**
   * @param outputs the store itself, not what goes wrong with it
   * @param spills with all that there ever was, if anything is removed
   */
  public Witness(ObjectStore outputs, ObjectStore spills) {
    this.outputs = outputs;
    this.spills = spills;
    this.moved = new MovedBulk(spills);
    this.promised = new HashSet<>();
    this.closed = new HashSet<>();
    this.violations = new ArrayList<>();
    this.published = name -> false;
    this.before = null;
    this.all = new ArrayList<>(List.of(this));
  }

  private Witness(Witness before, ObjectStore outputs, Predicate<String> published) {
    this.outputs = outputs;
    this.spills = before.spills;
    this.moved = before.moved;
    this.promised = before.promised;
    this.closed = outputs == before.outputs ? before.closed : new HashSet<>();
    this.violations = before.violations;
    this.published = published;
    this.before = before;
    this.all = before.all;
    all.add(this);
  }

  /**
   * The witness of a new table in the place of this one's. What is put into it is either an entry
   * that another table had, put anew, or follows one; what is published stays published.
   */
  public Witness ofNewTable() {
    return new Witness(this, outputs, published);
  }

  /**
   * The same where results are published in another place from now on, in which there is nothing.
   *
   * @param place the store itself
   * @param published which names the place before has, whole: of these some come once more, in any
   *     order
   */
  public Witness ofNewTable(ObjectStore place, Predicate<String> published) {
    return new Witness(this, place, published);
  }

  /** What must not be and was, a line each. */
  public List<String> violations() {
    return violations;
  }

  /** I1: a number is used once, for ever. Notes of attempts are advice and may come again. */
  public void appended(String lane, long number, byte[] entry) {
    if (lane.startsWith("attempts/")) {
      return;
    }
    byte[] there = lanes.computeIfAbsent(lane, name -> new HashMap<>()).put(number, entry.clone());
    if (there != null && !Arrays.equals(there, entry)) {
      violations.add("entry " + number + " of " + lane + " was put twice");
    }
    Witness first = whoHad(lane, number, entry);
    if (first != null) {
      if (lane.startsWith("shard/")) {
        takeOver(lane, number, first.shard(lane));
      }
      return;
    }
    if (number > 0 && !lanes.get(lane).containsKey(number - 1)) {
      violations.add("entry " + number + " of " + lane + " was put behind nothing");
    }
    if (lane.startsWith("shard/")) {
      advanced(lane, number, ShardEntry.decode(entry));
    }
    if (lane.startsWith("bucket/") || lane.equals(Lanes.SUCCESS)) {
      promise(BucketEntry.decode(entry));
    }
  }

  /**
   * The entries before one that another table had, too, are not put anew where nobody needs them.
   * Those that this table has itself may be others: two tables can get to the same entry in
   * different ways.
   */
  private void takeOver(String lane, long number, SortedMap<Long, ShardEntry> there) {
    Map<Long, byte[]> own = lanes.get(lane);
    SortedMap<Long, ShardEntry> entries = shards.computeIfAbsent(lane, name -> new TreeMap<>());
    there
        .headMap(number)
        .forEach(
            (each, entry) -> {
              if (!own.containsKey(each)) {
                entries.put(each, entry);
              }
            });
    entries.put(number, there.get(number));
  }

  /** The witness of another table that had the same entry, the newest of several, or null. */
  private Witness whoHad(String lane, long number, byte[] entry) {
    Witness who = whoHad(lane, number, there -> Arrays.equals(there, entry));
    return who == null && all.size() > 1 && MovedBulk.isIn(entry)
        ? whoHad(lane, number, there -> moved.areSame(lane, there, entry))
        : who;
  }

  private Witness whoHad(String lane, long number, Predicate<byte[]> same) {
    Witness who = null;
    for (Witness each : all) {
      byte[] there = each.lanes.getOrDefault(lane, Map.of()).get(number);
      if (each != this && there != null && same.test(there)) {
        who = each;
      }
    }
    return who;
  }

  /** Rules 2 and 6: positions and clocks do not go back, and nothing follows a seal. */
  private void advanced(String lane, long number, ShardEntry entry) {
    SortedMap<Long, ShardEntry> entries = shards.computeIfAbsent(lane, name -> new TreeMap<>());
    entries.put(number, entry);
    ShardEntry last = entries.get(number - 1);
    if (last == null) {
      return;
    }
    if (entry.position().compareTo(last.position()) < 0
        || entry.clockMillis() < last.clockMillis()) {
      violations.add("entry " + number + " of " + lane + " goes back");
    }
    if (last.sealed() && !entry.sealed()) {
      violations.add("entry " + number + " of " + lane + " follows the lane's end");
    }
  }

  /** All entries that were put into a lane of this table, by number. */
  public SortedMap<Long, byte[]> entries(String lane) {
    return new TreeMap<>(lanes.getOrDefault(lane, Map.of()));
  }

  /** As {@link #entries}, of each table that there was, this one last. */
  public List<SortedMap<Long, byte[]>> tables(String lane) {
    List<SortedMap<Long, byte[]>> all = before == null ? new ArrayList<>() : before.tables(lane);
    all.add(entries(lane));
    return all;
  }

  /**
   * The entries of a shard's lane, by number: they say how its clock went on. Of a lane that had
   * ended long before the table was lost nothing is put anew.
   */
  public SortedMap<Long, ShardEntry> shard(String lane) {
    SortedMap<Long, ShardEntry> entries = shards.get(lane);
    if (entries == null) {
      return before == null ? new TreeMap<>() : before.shard(lane);
    }
    return entries;
  }

  private void promise(BucketEntry entry) {
    byte[] payload =
        entry.payload() instanceof Payload.Inline inline
            ? inline.bytes()
            : spills.get(((Payload.Spilled) entry.payload()).name()).orElseThrow();
    int from = entry.tableOffset();
    byte[] table = Arrays.copyOfRange(payload, from, from + entry.tableLength());
    Out.readTable(table).forEach(out -> promised.add(out.name()));
  }

  /** I4: only what a won entry holds is published, and the marker comes behind all parts. */
  public void output(String name, byte[] content) {
    if (!promised.contains(name)) {
      violations.add(name + " was published before its entry was put");
    }
    if (published.test(name)) {
      return; // the other parts may be where they were before
    }
    String directory = name.substring(0, name.lastIndexOf('/'));
    boolean there = isPublished(name);
    if (name.endsWith(MARKER)) {
      new String(content, StandardCharsets.UTF_8)
          .lines()
          .filter(part -> !isPublished(directory + "/" + part))
          .forEach(part -> violations.add(name + " came before " + part));
      closed.add(directory);
    } else if (!there && closed.contains(directory)) {
      violations.add(name + " came behind its marker");
    }
  }

  private boolean isPublished(String name) {
    return outputs.getRange(name, 0, 0).isPresent();
  }
}
