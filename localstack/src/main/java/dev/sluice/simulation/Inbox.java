package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.files.FoundFiles;
import dev.sluice.memory.MemoryFiles;
import dev.sluice.ports.Clock;
import dev.sluice.ports.FileStore;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The files that an app reads: they come, and may go. */
final class Inbox {
  private final MemoryFiles files;
  private final SortedMap<String, List<String>> put = new TreeMap<>();
  private final SortedSet<String> removed = new TreeSet<>();
  private final SortedSet<String> neverWritten = new TreeSet<>();

  Inbox(Clock clock) {
    this.files = new MemoryFiles(clock);
  }

  /** What processes read. */
  FileStore store() {
    return files;
  }

  /** The lines of each file that was put, by name. */
  SortedMap<String, List<String>> put() {
    return put;
  }

  /** Whether no file was ever put. */
  boolean isEmpty() {
    return put.isEmpty();
  }

  /** Whether a file was removed. */
  boolean lacks(String name) {
    return removed.contains(name);
  }

  /** Whether some file was removed. */
  boolean lacksAny() {
    return !removed.isEmpty();
  }

  /** A file is put. */
  void put(Event.File file) {
    put.put(file.name(), file.lines());
    files.put(file.name(), String.join("\n", file.lines()).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether a file was removed before its name was in a log: that may be on its way there, and
   * listings are without the file meanwhile.
   */
  boolean wentEarly(String name) {
    return neverWritten.contains(name);
  }

  /**
   * Some file may go, whether it was read or not.
   *
   * @param prefix below which they lie
   * @param stores whose table has no other one before it
   */
  void mayRemoveOne(Trouble trouble, String prefix, Stores stores) {
    List<String> there = put.keySet().stream().filter(each -> !lacks(each)).toList();
    if (!there.isEmpty() && trouble.happens(Fault.FILE_REMOVED)) {
      String name = there.get(trouble.dice().below(there.size()));
      if (!stamps(prefix, stores).containsKey(name)) {
        neverWritten.add(name);
      }
      remove(name);
    }
  }

  /** All files of a kind may go. */
  void mayRemove(Trouble trouble, Predicate<String> which) {
    for (String name : put.keySet()) {
      if (!lacks(name) && which.test(name) && trouble.happens(Fault.FILE_REMOVED, () -> name)) {
        remove(name);
      }
    }
  }

  private void remove(String name) {
    files.remove(name);
    removed.add(name);
  }

  /**
   * When each file was found, once or more often: in the table of now, and in those before as far
   * as what they had was not given up.
   *
   * @param prefix below which they lie
   */
  static SortedMap<String, SortedSet<Long>> stamps(String prefix, Stores stores) {
    SortedMap<String, SortedSet<Long>> stamps = new TreeMap<>();
    String lane = Lanes.intake(prefix);
    List<SortedMap<Long, byte[]>> tables = stores.witness().tables(lane);
    for (int table = 0; table < tables.size(); table++) {
      for (Map.Entry<Long, byte[]> each : tables.get(table).entrySet()) {
        if (stores.places().counts(lane, table, each.getKey())) {
          FoundFiles found = FoundFiles.of(each.getValue());
          for (String name : found.names()) {
            stamps.computeIfAbsent(name, file -> new TreeSet<>()).add(found.stampMillis());
          }
        }
      }
    }
    return stamps;
  }
}
