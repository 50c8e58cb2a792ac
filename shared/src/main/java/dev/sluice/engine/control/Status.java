package dev.sluice.engine.control;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Outside;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an app is.
 *
 * @param started whether there is an app at all
 * @param finished whether its input has ended for good and all of its results are published
 * @param counters the counters of all lanes, added up; exact under any retry
 * @param lastBorderMillis the newest border, {@link Long#MIN_VALUE} for none
 * @param shards the clock of each registered lane, in milliseconds
 * @param broadcasts the newest version of each broadcast
 */
public record Status(
    boolean started,
    boolean finished,
    SortedMap<String, Long> counters,
    long lastBorderMillis,
    SortedMap<String, Long> shards,
    SortedMap<String, Table> broadcasts) {

  /**
   * A version of a broadcast.
   *
   * @param fromMillis the stamps that it holds for, from this on; {@link Long#MIN_VALUE} for the
   *     first version
   * @param digest the SHA-256 of its content
   * @param bytes the length of its content
   */
  public record Table(long fromMillis, String digest, int bytes) {}

  /**
   * A look at an app from outside, for whoever has its class and its stores, while it runs or not.
   *
   * @param tables the lines of the static tables that the app was started with, by name
   * @param log the lanes of the app
   * @param spills where entries keep what is too large for the log
   * @throws dev.sluice.engine.ProtocolException SLUICE-E11 if another app was started there
   */
  public static Status of(
      StreamApp app,
      Map<String, List<String>> tables,
      LogStore log,
      ObjectStore spills,
      Clock clock) {
    return Outside.of(Plan.of(app, tables), log, spills, clock)
        .map(found -> read(found.plan(), found.settings(), found.logs()))
        .orElseGet(() -> new Status(false, false, none(), Long.MIN_VALUE, none(), new TreeMap<>()));
  }

  private static SortedMap<String, Long> none() {
    return new TreeMap<>();
  }

  /** The app's accumulators by name, with what was added to them so far. */
  public SortedMap<String, Long> accumulators() {
    return Counters.accumulators(counters);
  }

  /** Reads the heads of all lanes. */
  public static Status read(Plan plan, EngineSettings settings, Logs logs) {
    Optional<ControlEntry> head = logs.control().newest(Lanes.CONTROL).map(LaneLog.Numbered::entry);
    SortedMap<String, Long> counters = Counters.declared(plan.sides().accumulators());
    SortedMap<String, Long> shards = none();
    if (head.isEmpty()) {
      return new Status(false, false, counters, Long.MIN_VALUE, shards, new TreeMap<>());
    }
    ControlEntry control = head.get();
    add(control.counters(), counters);
    for (String lane : control.lanes().keySet()) {
      logs.shards()
          .newest(lane)
          .ifPresent(
              each -> {
                shards.put(lane, each.entry().clockMillis());
                add(each.entry().counters(), counters);
              });
    }
    if (control.phase() != ControlEntry.Phase.FINISHED) {
      add(ofBuckets(plan, control.layouts(), logs), counters);
    }
    long border =
        control.lastBorder() == Long.MIN_VALUE
            ? Long.MIN_VALUE
            : settings.borderMillis(control.lastBorder());
    return new Status(
        true,
        control.phase() == ControlEntry.Phase.FINISHED,
        counters,
        border,
        shards,
        tables(control.announced(), settings));
  }

  private static SortedMap<String, Table> tables(Announcements announced, EngineSettings settings) {
    SortedMap<String, Table> tables = new TreeMap<>();
    for (String name : announced.versions().keySet()) {
      Announcements.Version newest = announced.newest(name);
      boolean first = newest.from() == Long.MIN_VALUE;
      long from = first ? Long.MIN_VALUE : settings.borderMillis(newest.from() - 1);
      tables.put(name, new Table(from, newest.digest(), newest.bytes()));
    }
    return tables;
  }

  /** The counters of all bucket lanes, added up. */
  static SortedMap<String, Long> ofBuckets(Plan plan, List<Layout> layouts, Logs logs) {
    SortedMap<String, Long> counters = new TreeMap<>();
    Groups all = new Groups(0, EngineSettings.KEY_GROUPS);
    for (int stage = 1; stage <= plan.stages(); stage++) {
      add(stage, layouts, layouts.size() - 1, all, logs, counters);
    }
    return counters;
  }

  /** Lanes that have not begun yet have not taken over what those of the layout before count. */
  private static void add(
      int stage,
      List<Layout> layouts,
      int index,
      Groups groups,
      Logs logs,
      SortedMap<String, Long> sums) {
    Layout layout = layouts.get(index);
    for (int bucket = 0; bucket < layout.buckets(); bucket++) {
      if (groups.contains(layout.firstGroup(bucket))) {
        Optional<LaneLog.Numbered<BucketEntry>> head =
            logs.buckets().newest(layout.lane(stage, bucket));
        if (head.isPresent()) {
          add(head.get().entry().counters(), sums);
        } else if (index > 0) {
          add(stage, layouts, index - 1, layout.groups(bucket), logs, sums);
        }
      }
    }
  }

  private static void add(Map<String, Long> some, SortedMap<String, Long> sums) {
    some.forEach((name, value) -> sums.merge(name, value, Long::sum));
  }
}
