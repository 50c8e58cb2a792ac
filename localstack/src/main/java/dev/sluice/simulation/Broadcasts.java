package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Tables;
import dev.sluice.memory.MemoryTables;
import dev.sluice.ports.TableSource;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.FaultyTables;
import dev.sluice.testkit.faults.Trouble;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The tables of an app's broadcasts, and which of their contents hold for which batch: that was
 * announced in the log, and is an input.
 */
final class Broadcasts {
  private final List<String> names;
  private final MemoryTables tables = new MemoryTables();

  /** How many contents there were so far. */
  private int contents;

  private boolean haveChanged;

  /** Each content by its digest. */
  private final Map<String, Integer> byDigest = new HashMap<>();

  Broadcasts(List<String> names) {
    this.names = names;
    change();
  }

  private void change() {
    for (String name : names) {
      byte[] content = (contents + "\n").getBytes(StandardCharsets.UTF_8);
      byDigest.put(Tables.digest(content), contents++);
      tables.put(name, content);
    }
  }

  /** Tables may get other contents: an app begins with what it finds. */
  void mayChange(Trouble trouble) {
    if (names.isEmpty()) {
      return;
    }
    if (trouble.happens(Fault.TABLE_CHANGES)) {
      haveChanged = true;
      change();
    }
    if (trouble.happens(Fault.TABLE_UNREADABLE)) {
      haveChanged = true;
      names.forEach(name -> tables.put(name, List.of("no number")));
    }
  }

  /** Whether no table has had another content than its first one, readable or not. */
  boolean areAsAtFirst() {
    return !haveChanged;
  }

  /** What a process sees of the tables. */
  TableSource seenWith(Trouble trouble) {
    return new FaultyTables(tables, trouble);
  }

  /** What a process sees with which nothing goes wrong. */
  TableSource seen() {
    return tables;
  }

  /**
   * What the log has announced.
   *
   * @param contents of each table, by the first batch for which they hold
   * @param before what that was when a table of the log was lost, for each that was
   * @param behind what it was behind each entry
   */
  record Announced(
      Map<String, NavigableMap<Long, Integer>> contents,
      List<Map<String, NavigableMap<Long, Integer>>> before,
      Map<ByteBuffer, Map<String, NavigableMap<Long, Integer>>> behind,
      List<String> violations) {

    private Announced() {
      this(new HashMap<>(), new ArrayList<>(), new HashMap<>(), new ArrayList<>());
    }

    /** The content of each table in a batch. */
    Map<String, Integer> at(long k) {
      Map<String, Integer> found = new HashMap<>();
      contents.forEach((name, all) -> found.put(name, all.floorEntry(k).getValue()));
      return found;
    }

    /** The contents of each table up to a batch, which is included. */
    Map<String, NavigableMap<Long, Integer>> upTo(long k) {
      Map<String, NavigableMap<Long, Integer>> found = now();
      found.values().forEach(all -> all.tailMap(k, false).clear());
      return found;
    }

    /**
     * A table of the log begins. What one has that was restored, and its entries do not say any
     * more, is what held where the first of them was put: a table that was lost in between may have
     * had less.
     */
    private void beginsWith(byte[] first) {
      behind
          .getOrDefault(ByteBuffer.wrap(first), Map.of())
          .forEach((name, all) -> contents.put(name, new TreeMap<>(all)));
    }

    private void hasTaken(byte[] entry) {
      behind.put(ByteBuffer.wrap(entry), now());
    }

    /** One more table of the log has come to its end. */
    private void ended() {
      before.add(now());
    }

    private Map<String, NavigableMap<Long, Integer>> now() {
      Map<String, NavigableMap<Long, Integer>> now = new HashMap<>();
      contents.forEach((name, all) -> now.put(name, new TreeMap<>(all)));
      return now;
    }

    /** Whether a table of the log that was lost had announced a content for the same batches. */
    private boolean hadBefore(String name, Map.Entry<Long, Integer> since) {
      return before.stream()
          .map(all -> all.getOrDefault(name, Collections.emptyNavigableMap()))
          .anyMatch(all -> since.getValue().equals(all.get(since.getKey())));
    }
  }

  /** What the log has announced, and where it has taken back what it had said. */
  Announced announced(Stores stores, EngineSettings settings) {
    if (names.isEmpty()) {
      return new Announced();
    }
    Logs logs = new Logs(stores.ports(), settings);
    return announced(stores.witness().tables(Lanes.CONTROL), logs::control);
  }

  /**
   * What the log has announced.
   *
   * @param tables the control lane of each table that there was, this one last
   */
  Announced announced(
      List<SortedMap<Long, byte[]>> tables, Function<byte[], ControlEntry> decoder) {
    Announced all = new Announced();
    tables.forEach(each -> take(each.values(), decoder, all));
    return all;
  }

  /** What a table has announced, in place of what another one had that was lost. */
  private void take(
      Collection<byte[]> entries, Function<byte[], ControlEntry> decoder, Announced all) {
    long horizon = Long.MIN_VALUE;
    entries.stream().findFirst().ifPresent(all::beginsWith);
    for (byte[] bytes : entries) {
      ControlEntry entry = decoder.apply(bytes);
      Announcements now = entry.announced();
      if (now.horizon() < horizon) {
        all.violations.add("what is announced up to " + horizon + " ends at " + now.horizon());
      }
      for (String name : names) {
        take(name, now.versions().get(name), horizon, all);
      }
      // A border fixes what holds up to itself: its steps have seen that.
      horizon = Math.max(now.horizon(), entry.lastBorder());
      all.hasTaken(bytes);
    }
    all.ended();
  }

  private void take(
      String name, List<Announcements.Version> versions, long horizon, Announced all) {
    NavigableMap<Long, Integer> known = all.contents.computeIfAbsent(name, each -> new TreeMap<>());
    NavigableMap<Long, Integer> before = new TreeMap<>(known);
    int newest = before.isEmpty() ? 0 : before.lastEntry().getValue();
    known.tailMap(versions.get(0).from(), true).clear();
    for (Announcements.Version each : versions) {
      known.put(each.from(), byDigest.get(each.digest()));
    }
    if (!before.isEmpty() && !before.headMap(horizon, true).equals(known.headMap(horizon, true))) {
      all.violations.add(
          "contents of " + name + " up to " + horizon + " were " + before + " and are " + known);
    }
    boolean older = horizon != Long.MIN_VALUE && known.lastEntry().getValue() < newest;
    // What a table that was lost has announced holds again, whatever was found meanwhile.
    if (older && !all.hadBefore(name, known.lastEntry())) {
      all.violations.add("an old content of " + name + " is announced over a newer one: " + known);
    }
  }
}
