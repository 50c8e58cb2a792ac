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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

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
   */
  record Announced(
      Map<String, NavigableMap<Long, Integer>> contents,
      List<Map<String, NavigableMap<Long, Integer>>> before,
      List<String> violations) {

    /** The content of each table in a batch. */
    Map<String, Integer> at(long k) {
      Map<String, Integer> found = new HashMap<>();
      contents.forEach((name, all) -> found.put(name, all.floorEntry(k).getValue()));
      return found;
    }

    /** One more table of the log has come to its end. */
    private void ended() {
      Map<String, NavigableMap<Long, Integer>> then = new HashMap<>();
      contents.forEach((name, all) -> then.put(name, new TreeMap<>(all)));
      before.add(then);
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
    Announced all = new Announced(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    if (names.isEmpty()) {
      return all;
    }
    Logs logs = new Logs(stores.ports(), settings);
    stores.witness().tables(Lanes.CONTROL).forEach(each -> take(each.values(), logs, all));
    return all;
  }

  /** What a table has announced, in place of what another one had that was lost. */
  private void take(Collection<byte[]> entries, Logs logs, Announced all) {
    long horizon = Long.MIN_VALUE;
    for (byte[] bytes : entries) {
      ControlEntry entry = logs.control(bytes);
      Announcements now = entry.announced();
      if (now.horizon() < horizon) {
        all.violations.add("what is announced up to " + horizon + " ends at " + now.horizon());
      }
      for (String name : names) {
        take(name, now.versions().get(name), horizon, all);
      }
      // A border fixes what holds up to itself: its steps have seen that.
      horizon = Math.max(now.horizon(), entry.lastBorder());
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
