package dev.sluice.engine.checkpoint;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.files.IntakeNeeds;
import dev.sluice.engine.step.Handover;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Position;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A checkpoint in the making: what readers may still need of each lane, copied against the data
 * flow, so that nobody is ahead of what it reads from. One thread at a time.
 *
 * <pre>
 * success  ..........[7 8]                 copied first
 * bucket   ......[3 4 5 6]   3 has the whole state, the success lane reads on at 5
 * control  ....[10 11 12]    the bucket reads on at 10
 * shard    ..[40 41 42 43]   copied last: border 12 may name 42, and it is there
 * </pre>
 */
final class Copy {
  private final EngineSettings settings;
  private final Logs logs;
  private final String graph;

  /** The streams that mappings deliver. */
  private final List<String> delivered;

  private final TailReader reader;
  private final PackWriter packs;
  private final StepLanes steps;
  private final long number;
  private final long restore;
  private final long takenMillis;
  private final List<Tail> tails = new ArrayList<>();

  /** The lanes of shards that are still to be copied, and the first entry that is needed. */
  private final TreeMap<String, Long> shards = new TreeMap<>();

  /** The logs of prefixes that are still to be copied, and how far their lanes have read. */
  private final TreeMap<String, Position> intakes = new TreeMap<>();

  private ControlEntry control;
  private long replayMillis = Long.MAX_VALUE;

  /**
   * @param base the checkpoint before: entries that it has are not copied again
   * @param number of the checkpoint
   * @param restore the number of what the table began from
   */
  Copy(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      Archive archive,
      Optional<Manifest> base,
      long number,
      long restore) {
    this.settings = settings;
    this.logs = logs;
    this.graph = plan.digest();
    this.delivered =
        plan.streams().stream().filter(each -> SourceId.parse(each).kind().isDelivered()).toList();
    this.number = number;
    this.restore = restore;
    this.takenMillis = ports.clock().nowMillis();
    List<Manifest.Pack> before = base.map(Manifest::packs).orElse(List.of());
    this.packs = new PackWriter(archive, logs, ports.ids(), ports.clock(), before);
    this.reader = new TailReader(ports.log(), packs, base);
    ControlEntry now = logs.control().newest(Lanes.CONTROL).orElseThrow().entry();
    logs.graphs().requireInForce(now, plan, settings); // of others we do not know the lanes
    this.steps = new StepLanes(plan, now.epoch(), needed(plan, logs, now));
  }

  /** Lanes of a layout that is over are not renewed: they may have expired. */
  private static List<Layout> needed(Plan plan, Logs logs, ControlEntry now) {
    boolean over = Handover.isDone(plan, logs, now.layout(), now.epoch());
    return over ? List.of(now.layout()) : now.layouts();
  }

  /** When it was begun. */
  long takenMillis() {
    return takenMillis;
  }

  /**
   * Copies lanes.
   *
   * @param mayGoOn asked between lanes
   * @return whether all are copied; if not, the next call goes on
   * @throws TailReader.OtherLanesException if the lanes are not those of the base
   * @throws ProtocolException if entries are missing that a reader needs
   */
  boolean goOn(BooleanSupplier mayGoOn) throws TailReader.OtherLanesException {
    while (steps.next().isPresent()) {
      if (!mayGoOn.getAsBoolean()) {
        return false;
      }
      String lane = steps.next().get();
      Optional<LogEntry> end = copy(lane, each -> neededFrom(lane, each));
      steps.copied(end.map(each -> BucketEntry.decode(each.bytes())));
    }
    if (control == null) {
      copyControl();
    }
    while (!shards.isEmpty()) {
      if (!mayGoOn.getAsBoolean()) {
        return false;
      }
      copyShard(shards.firstKey(), shards.firstEntry().getValue());
      shards.pollFirstEntry();
    }
    while (!intakes.isEmpty()) {
      String lane = intakes.firstKey();
      Position read = intakes.get(lane);
      copy(lane, end -> IntakeNeeds.from(logs, lane, end.bytes(), read));
      intakes.pollFirstEntry();
    }
    return true;
  }

  private long neededFrom(String lane, LogEntry end) {
    BucketEntry at = BucketEntry.decode(end.bytes());
    long from = steps.neededFrom(at);
    Optional<Long> behind = steps.neededBehind();
    if (behind.isEmpty()) {
      return from;
    }
    if (behind.get() == Long.MIN_VALUE && logs.buckets().isWhole(lane)) {
      return 0;
    }
    // As a follower looks for its place.
    long k = behind.get();
    return Math.min(from, logs.buckets().lastBefore(lane, each -> each.k() > k).orElse(0));
  }

  private Optional<LogEntry> copy(String lane, ToLongFunction<LogEntry> neededFrom)
      throws TailReader.OtherLanesException {
    Optional<TailReader.Copied> copied = reader.copy(lane, neededFrom);
    copied.ifPresent(each -> tails.add(each.tail()));
    return copied.map(TailReader.Copied::end);
  }

  private LogEntry copyNeeded(String lane, long from) throws TailReader.OtherLanesException {
    return copy(lane, end -> from)
        .orElseThrow(
            () ->
                new ProtocolException(
                    "SLUICE-E09",
                    "lane " + lane + " has no entries: they were removed; no checkpoint is taken"));
  }

  private void copyControl() throws TailReader.OtherLanesException {
    long from = steps.neededOfControl();
    LogEntry end = copyNeeded(Lanes.CONTROL, from);
    ControlEntry now = logs.control(end.bytes());
    requireLayouts(now.layouts());
    if (!delivered.stream().allMatch(stream -> isJoinedBy(stream, now))) {
      replayMillis = Long.MIN_VALUE; // all of a stream that the app has only just come to read
    }
    ControlLane lane = new ControlLane(logs, graph);
    lane.refresh();
    List<ControlLane.Placed> borders =
        lane.bordersAfter(Long.MIN_VALUE, from, Integer.MAX_VALUE).stream()
            .filter(each -> each.control() <= end.number())
            .toList();
    shards.putAll(steps.neededOfShards(borders));
    now.lanes().forEach((name, each) -> shards.merge(name, each.readFrom(), Math::min));
    now.drained()
        .forEach(
            (name, each) -> {
              if (each.readFrom() != Long.MAX_VALUE) {
                shards.merge(name, each.readFrom(), Math::min);
              }
            });
    control = now; // last: whoever goes on behind a failure does all this again
  }

  /**
   * Another change since the copy was begun: nobody would do what lanes copied had still to do, or
   * have what the lanes of a layout need that are not copied.
   */
  private void requireLayouts(List<Layout> now) throws TailReader.OtherLanesException {
    Layout newest = now.get(now.size() - 1);
    if (now.get(0).number() > steps.firstLayout() || newest.number() > steps.lastLayout()) {
      throw new TailReader.OtherLanesException(Lanes.CONTROL, newest.control());
    }
  }

  private void copyShard(String lane, long from) throws TailReader.OtherLanesException {
    LogEntry last = copyNeeded(lane, from);
    ShardEntry end = ShardEntry.decode(last.bytes());
    if (end.epoch() > control.epoch().number()) {
      // The app has changed since. The same change once more would not find what its code has put.
      throw new TailReader.OtherLanesException(lane, last.number());
    }
    // One that has ended is retired as soon as all that follow it are registered.
    SourceId source = SourceId.parse(Lanes.streamOf(lane));
    ControlEntry.Lane registered = control.lanes().get(lane);
    if (registered != null) {
      replayMillis = Math.min(replayMillis, takenBefore(source.kind(), end, registered));
    }
    if (source.kind() == SourceKind.FILES) {
      intakes.put(Lanes.intake(source.name()), end.position());
    }
  }

  /**
   * Before which arrivals all records of a lane are taken: those before its clock. But where it
   * stands at the border behind which it joined, as of a stream that the app did not read before,
   * older ones may be left; and so they may where it has none. What no mapping delivers is read on
   * from its position.
   */
  private long takenBefore(SourceKind kind, ShardEntry end, ControlEntry.Lane registered) {
    long clock = end.clockMillis();
    boolean atNone = clock == ControlEntry.Lane.BEGINNING;
    boolean atBorder = Math.floorMod(clock, settings.intervalMillis()) == 0;
    if (kind.isDelivered()) {
      return clock == registered.clockMillis() && (atBorder || atNone) ? Long.MIN_VALUE : clock;
    }
    return atNone ? Long.MAX_VALUE : clock;
  }

  private static boolean isJoinedBy(String stream, ControlEntry now) {
    return Stream.of(now.lanes(), now.drained())
        .flatMap(each -> each.keySet().stream())
        .anyMatch(lane -> Lanes.streamOf(lane).equals(stream));
  }

  /** The end of the control lane in it, when all is copied. */
  ControlEntry control() {
    return control;
  }

  /** Whether it has anything that its base does not have. */
  boolean isNews() {
    return reader.isNews();
  }

  /** The manifest, whose packs are put before. */
  Manifest manifest() {
    List<Manifest.Pack> all = packs.packs();
    List<Manifest.Pack> used = new ArrayList<>();
    Map<Integer, Integer> places = new TreeMap<>();
    List<Tail> moved = new ArrayList<>();
    for (Tail tail : tails) {
      List<Section> sections = new ArrayList<>();
      for (Section each : tail.sections()) {
        int place =
            places.computeIfAbsent(
                each.pack(),
                pack -> {
                  used.add(all.get(pack));
                  return used.size() - 1;
                });
        sections.add(each.in(place));
      }
      moved.add(new Tail(tail.lane(), tail.from(), tail.to(), tail.endDigest(), sections));
    }
    long border = control.lastBorder();
    return new Manifest(
        number,
        restore,
        takenMillis,
        new Manifest.App(
            control.graph(),
            control.intervalMillis(),
            control.buckets(),
            control.startedMillis(),
            border == Long.MIN_VALUE ? border : settings.borderMillis(border),
            replayMillis == Long.MAX_VALUE ? takenMillis : replayMillis),
        List.copyOf(used),
        List.copyOf(moved));
  }
}
