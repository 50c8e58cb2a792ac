package dev.sluice.engine.step;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.BodyIndex;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Out;
import dev.sluice.engine.flow.UserCode;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Follows every bucket lane and writes {@code _SUCCESS}, with the names of the parts, once all
 * buckets are done with the step that wrote a directory. Before that it publishes what a worker
 * committed and then died.
 */
final class SuccessLane {
  private static final long NONE = -1;
  private static final String MARKER = "/_SUCCESS";

  /** Steps of one entry when catching up; bounds its size together with the files of a step. */
  private static final int MAX_STEPS = 256;

  /** What the entries that are followed may take in memory before an entry is put, roughly. */
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  /** So often it is looked how much memory they take. */
  private static final int STEPS_PER_LOOK = 8;

  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final ControlLane control;
  private final Publisher publisher;

  /** The lanes that are followed, by the number of their layout. */
  private final SortedMap<Integer, List<Follower>> followers = new TreeMap<>();

  /** Who writes files, as outputs name it, and by which part of the graph a change knows it. */
  private final Map<String, String> written;

  private BucketState state;
  private long seenNumber = NONE;
  private long k = Long.MIN_VALUE;
  private long controlNumber;
  private long[] watermarks;

  SuccessLane(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      ControlLane control,
      Publisher publisher) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.control = control;
    this.publisher = publisher;
    this.written = plan.writers();
  }

  private List<Follower> followersOf(Layout layout) {
    return followers.computeIfAbsent(layout.number(), number -> follow(layout));
  }

  private List<Follower> follow(Layout layout) {
    List<Follower> all = new ArrayList<>();
    for (int stage = 1; stage <= plan.stages(); stage++) {
      for (int bucket = 0; bucket < layout.buckets(); bucket++) {
        Idleness idleness = new Idleness(plan, layout, stage, bucket);
        Follower follower = new Follower(logs, layout, stage, bucket, idleness, control.epoch());
        follower.seek(state.head(), k);
        all.add(follower);
      }
    }
    return all;
  }

  private Stream<Follower> all() {
    return followers.values().stream().flatMap(List::stream);
  }

  /** The interval up to which all buckets are done, {@link Long#MIN_VALUE} for none. */
  long doneWith() {
    return k;
  }

  /** The first border that not all buckets are done with, none where they are with all. */
  Optional<Border> open() {
    if (state == null) {
      load();
    }
    return control.bordersAfter(k, controlNumber, 1).stream()
        .findFirst()
        .map(ControlLane.Placed::border);
  }

  /**
   * Goes as far as all buckets are.
   *
   * @param mayGoOn asked between steps; no other one is begun once it says no
   */
  void advance(BooleanSupplier mayGoOn) {
    boolean more = mayGoOn.getAsBoolean();
    while (more) {
      try {
        more = attempt(mayGoOn);
      } catch (RuntimeException e) {
        // What was read and not written yet is read again. An error counts only if nobody has moved
        // the lane meanwhile: otherwise what was read may have been removed behind our back.
        beginAnew();
        if (headNumber() == seenNumber) {
          throw e;
        }
        more = mayGoOn.getAsBoolean();
      } catch (Throwable e) { // also what functions throw without saying so
        beginAnew();
        throw e;
      }
    }
  }

  private void beginAnew() {
    state = null;
    k = Long.MIN_VALUE;
  }

  private long headNumber() {
    return logs.buckets().head(Lanes.SUCCESS).map(LaneLog.Numbered::number).orElse(NONE);
  }

  private boolean attempt(BooleanSupplier mayGoOn) {
    if (state == null) {
      load();
    }
    // Lanes are followed from when they begin, step or not: they are renewed, and so are pointers.
    control.layouts().stream().filter(each -> control.until(each) > k).forEach(this::followersOf);
    long before = k;
    int steps = 0;
    boolean all = true;
    List<ControlLane.Placed> borders = control.bordersAfter(k, controlNumber, MAX_STEPS);
    for (ControlLane.Placed placed : borders) {
      Step step = Step.of(plan, settings, placed, watermarks);
      all =
          (steps == 0 || mayTakeMore(steps) && mayGoOn.getAsBoolean())
              && followersOf(placed.layout()).stream()
                  .allMatch(each -> each.isDoneWith(placed.border(), step));
      if (!all) {
        break;
      }
      all = publish(k, step.k(), mayGoOn);
      if (!all) {
        break;
      }
      k = step.k();
      controlNumber = placed.control();
      watermarks = placed.border().watermarks();
      steps++;
    }
    boolean more = steps > 0 && (!all || borders.size() >= MAX_STEPS);
    if (all && !more) {
      controlNumber = Math.max(controlNumber, control.headNumber());
    }
    SortedMap<String, SortedSet<String>> directories = steps > 0 ? files(before) : new TreeMap<>();
    all().forEach(each -> each.forget(k));
    // Pointers are moved behind all that can be done: a lane that moved them only as far as one
    // entry goes would fall behind, where many batches have nothing to publish.
    boolean moves = steps >= MAX_STEPS || leavesLayout() || !more && isDue();
    if (!directories.isEmpty() || moves) {
      return commit(directories) && mayGoOn.getAsBoolean();
    }
    boolean goesOn = more && mayGoOn.getAsBoolean();
    if (more && !goesOn) {
      commit(directories); // another process goes on from here, not from where this one began
    }
    return goesOn;
  }

  /** Whether an entry is due though there is nothing to do. */
  private boolean isDue() {
    return state.isStale(control, controlNumber)
        || state.entry().isPresent()
            && all().anyMatch(each -> each.lags(k, state::isOld, state.nowMillis()));
  }

  /** Whether the lanes of a layout are not needed any more, which the next change waits for. */
  private boolean leavesLayout() {
    long before = state.head().k();
    return control.layouts().stream()
        .anyMatch(each -> before < each.behind() && each.behind() <= k);
  }

  private boolean mayTakeMore(int steps) {
    return steps < MAX_STEPS && (steps % STEPS_PER_LOOK > 0 || bytes() < MAX_BYTES);
  }

  private long bytes() {
    return all().mapToLong(Follower::bytes).sum();
  }

  private void load() {
    var head = logs.buckets().head(Lanes.SUCCESS);
    seenNumber = head.map(LaneLog.Numbered::number).orElse(NONE);
    StepOutputs none = new StepOutputs(Lanes.SUCCESS, 0, new UserCode(plan.sides().running()));
    state =
        new BucketState(
            plan,
            settings,
            logs,
            Lanes.SUCCESS,
            0,
            new Groups(0, 0),
            Births.of(plan, 0, control.epoch()),
            none,
            ports.clock(),
            control.epoch(),
            head);
    k = state.head().k();
    controlNumber = state.head().control();
    watermarks = state.head().watermarks();
    followers.clear();
    head.ifPresent(each -> publisher.publishFiles(Lanes.SUCCESS, each, false));
  }

  /**
   * Publishes what a worker committed of the steps {@code (before, upTo]}, and then died.
   *
   * @return whether all is published; if not, the next call goes on
   */
  private boolean publish(long before, long upTo, BooleanSupplier mayGoOn) {
    boolean some = false;
    for (Follower follower : all().toList()) {
      for (LaneLog.Numbered<BucketEntry> each : follower.entries()) {
        if (each.entry().k() > before && !publisher.hasPublished(follower.lane(), each.number())) {
          if (some && !mayGoOn.getAsBoolean()
              || !publisher.publishFiles(follower.lane(), each, false, mayGoOn)) {
            return false;
          }
          some = true;
        }
        if (each.entry().k() >= upTo) {
          break;
        }
      }
    }
    return true;
  }

  /** The files of the steps {@code (before, k]} by directory; all of them are published. */
  private SortedMap<String, SortedSet<String>> files(long before) {
    SortedMap<String, SortedSet<String>> directories = new TreeMap<>();
    for (Follower follower : all().toList()) {
      for (LaneLog.Numbered<BucketEntry> each : follower.entries()) {
        if (each.entry().k() > before) {
          collect(publisher.outs(each.entry()), before, directories);
        }
      }
    }
    return directories;
  }

  private void collect(
      List<Out> outs, long before, SortedMap<String, SortedSet<String>> directories) {
    for (Out out : outs) {
      if (out.kind() == Out.Kind.FILE && out.k() > before && out.k() <= k && isWhole(out)) {
        int slash = out.name().lastIndexOf('/');
        directories
            .computeIfAbsent(out.name().substring(0, slash), name -> new TreeSet<>())
            .add(out.name().substring(slash + 1));
      }
    }
  }

  /**
   * Whether all buckets have written what they had for a directory. Of one whose operator or sink a
   * change has retired, some may have done the step before, and others behind.
   */
  private boolean isWhole(Out out) {
    String part = written.get(out.sink());
    return part != null && out.k() > control.epoch().begins(part);
  }

  private boolean commit(SortedMap<String, SortedSet<String>> directories) {
    ByteOutput contents = new ByteOutput(1024);
    List<Out> outs = new ArrayList<>();
    for (Map.Entry<String, SortedSet<String>> each : directories.entrySet()) {
      int offset = contents.size();
      each.getValue()
          .forEach(name -> contents.writeRaw((name + "\n").getBytes(StandardCharsets.UTF_8)));
      int length = contents.size() - offset;
      outs.add(new Out(Out.Kind.FILE, k, "", each.getKey() + MARKER, offset, length));
    }
    ByteOutput payload = new ByteOutput(1024);
    Out.writeTable(outs, payload);
    int table = payload.size();
    payload.writeRaw(contents);
    SortedMap<String, Long> next = new TreeMap<>();
    long started = control.head().orElseThrow().entry().startedMillis();
    control.layouts().stream()
        .filter(each -> control.until(each) <= k)
        .forEach(each -> followers.headMap(each.number() + 1).clear());
    for (Follower each : all().toList()) {
      each.moveUp(k, state::isOld, started);
      next.put(each.lane(), each.point(k));
    }
    long number = state.nextNumber();
    BucketEntry entry =
        new BucketEntry(
            k,
            controlNumber,
            watermarks,
            number,
            ports.clock().nowMillis(),
            new TreeMap<>(),
            next,
            0,
            table,
            contents.size(),
            BodyIndex.EMPTY,
            Map.of(),
            logs.payloads().store(Lanes.SUCCESS, number, payload.toByteArray()),
            control.epoch().number());
    if (!logs.cachedBuckets().append(Lanes.SUCCESS, number, entry)) {
      beginAnew(); // whoever won may have died before publishing
      return true;
    }
    LaneLog.Numbered<BucketEntry> put = new LaneLog.Numbered<>(number, entry);
    state.moved(put);
    seenNumber = number;
    publisher.publishFiles(Lanes.SUCCESS, put, true);
    return true;
  }
}
