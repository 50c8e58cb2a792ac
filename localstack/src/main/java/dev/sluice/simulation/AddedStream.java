package dev.sluice.simulation;

import dev.sluice.api.Pair;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must come of a stream that a changed app has added. In which batch a record counts follows
 * from the births of lanes, and by which version it was run from the epoch of the entry that has
 * taken it; both are inputs.
 */
final class AddedStream {
  private final Run run;
  private final EngineSettings settings;
  private final SortedMap<String, String> files;
  private final List<String> violations = new ArrayList<>();

  /** Behind which border what is new has begun, by the epochs of the version that has it. */
  private final Map<Integer, Long> begins = new HashMap<>();

  /** The lines that the changed version has run, by border: all, and those its own sinks have. */
  private final SortedMap<Long, List<String>> taken = new TreeMap<>();

  private final SortedMap<Long, List<String>> more = new TreeMap<>();

  AddedStream(Run run, EngineSettings settings) {
    this.run = run;
    this.settings = settings;
    this.files = run.stores.files();
  }

  /** What is wrong. */
  List<String> violations() {
    if (run.deployments.lacksLanes()) {
      violations.add("what is deployed has taken over without the shards of the added stream");
    }
    beginnings();
    take();
    SortedMap<Long, List<String>> union = Contents.linesOf(WithStream.LINES, files);
    taken.forEach((border, lines) -> add(union, border, lines));
    compare(WithStream.UNION, union);
    compare(WithStream.NUMBERS, Changed.numbered(union));
    SortedMap<Long, List<String>> counts = new TreeMap<>();
    more.forEach((border, lines) -> counts.put(border, counted(lines)));
    comparePart(WithStream.MORE, more);
    comparePart(WithStream.MORE_COUNTS, counts);
    return violations;
  }

  private void beginnings() {
    String changed = run.deployments.changedGraph();
    Logs logs = new Logs(run.stores.ports(), settings);
    for (Map<Long, byte[]> table : run.stores.witness().tables(Lanes.CONTROL)) {
      for (byte[] bytes : table.values()) {
        ControlEntry entry = logs.control(bytes);
        if (entry.graph().equals(changed)) {
          begins.put(entry.epoch().number(), begin(entry.epoch().begins(Changed.part())));
        }
      }
    }
  }

  private long begin(long behind) {
    boolean whole = behind == Long.MIN_VALUE; // it has started the app
    return whole || behind == Epoch.UNSETTLED ? behind : settings.borderMillis(behind);
  }

  private void take() {
    Map<String, Integer> counts = new HashMap<>();
    for (Arrived each : run.history().only(WithStream.STREAM).records()) {
      int number = counts.merge(each.shard(), 1, Integer::sum);
      int epoch = epoch(each, number);
      long border = settings.borderMillis(each.k());
      if (each.stray() || !begins.containsKey(epoch)) {
        continue;
      }
      String line = text(each.data());
      add(taken, border, List.of(line));
      if (border > begins.get(epoch)) {
        add(more, border, List.of(line));
      } else if (!run.deployments.changedBack()) {
        violations.add(
            "record "
                + each.index()
                + " of "
                + each.shard()
                + " of the added stream counts at "
                + border
                + ", and what reads it begins behind "
                + begins.get(epoch));
      }
    }
  }

  /** That of the entry that has taken a record, by how many its lane had taken then. */
  private int epoch(Arrived record, int number) {
    return run
        .stores
        .witness()
        .shard(Lanes.shard(record.stream(), record.shard()))
        .values()
        .stream()
        .filter(each -> each.counters().getOrDefault(Counters.RECORDS, 0L) >= number)
        .mapToInt(ShardEntry::epoch)
        .findFirst()
        .orElse(0);
  }

  private static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8).replaceAll("[\r\n]", "");
  }

  private void compare(String sink, SortedMap<Long, List<String>> expected) {
    expected.values().forEach(lines -> lines.sort(null));
    Check.compare("rows of " + sink + " at", Contents.linesOf(sink, files), expected, violations);
  }

  /**
   * The same for a sink that is retired now and then: of batches that were not done nothing comes,
   * and of one that some buckets have done what these had.
   */
  private void comparePart(String sink, SortedMap<Long, List<String>> expected) {
    long last = run.deployments.begins().orElse(Long.MAX_VALUE);
    SortedMap<Long, List<String>> found = Contents.linesOf(sink, files);
    SortedMap<Long, List<String>> must = new TreeMap<>(expected);
    must.replaceAll(
        (border, lines) -> {
          boolean whole = border > last || files.containsKey(sink + "-" + border + "/_SUCCESS");
          return whole ? lines : common(lines, found.getOrDefault(border, List.of()));
        });
    must.values().removeIf(List::isEmpty);
    must.values().forEach(lines -> lines.sort(null));
    Check.compare("rows of " + sink + " at", found, must, violations);
  }

  private static List<String> common(List<String> lines, List<String> others) {
    List<String> left = new ArrayList<>(others);
    return new ArrayList<>(lines.stream().filter(left::remove).toList());
  }

  private static List<String> counted(List<String> lines) {
    Map<Integer, Long> counts = new HashMap<>();
    lines.forEach(line -> counts.merge(line.length(), 1L, Long::sum));
    List<String> rows = new ArrayList<>();
    counts.forEach((length, count) -> rows.add(Pair.of(length, count).toString()));
    return rows;
  }

  private static void add(SortedMap<Long, List<String>> all, long border, List<String> some) {
    all.computeIfAbsent(border, b -> new ArrayList<>()).addAll(some);
  }
}
