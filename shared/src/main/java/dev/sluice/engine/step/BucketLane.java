package dev.sluice.engine.step;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.BodyIndex;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Graphs;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Out;
import dev.sluice.engine.entry.Tables;
import dev.sluice.engine.flow.UserCode;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Advances one bucket of one stage, step by step. */
final class BucketLane {
  private enum Progress {
    PUT,
    LOST,
    LOOKED_ON,
    NOTHING_LEFT
  }

  private static final long NONE = -1;

  /** What one entry's outputs and bodies may hold in memory, roughly, before it is put. */
  private static final int MAX_ENTRY_BYTES = 4 * 1024 * 1024;

  /** Steps of one entry when catching up: bounds what a lost race throws away. */
  private static final int MAX_STEPS = 256;

  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final ControlLane control;
  private final Publisher publisher;
  private final Tables tables;
  private final Plan plan;
  private final int stage;
  private final int bucket;
  private final Layout layout;

  /** Whether the lane begins with the states of others. */
  private final boolean inherits;

  private final String lane;
  private final StepOutputs outputs;
  private final Idleness idleness;
  private final StepInput input;

  /** The lane as of its head; null when it has to be loaded. */
  private BucketState state;

  private long seenNumber = NONE;

  /** The newest border that was looked at, and where it stands. */
  private long k;

  private long controlNumber;
  private long[] watermarks;

  /** Steps that were done since the last entry, and so many that the next one takes at most. */
  private int steps;

  private int most = MAX_STEPS;

  /** Whether all of these steps have been done, and are being written. */
  private boolean committing;

  BucketLane(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      ControlLane control,
      Publisher publisher,
      Tables tables,
      Layout layout,
      int stage,
      int bucket) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.control = control;
    this.publisher = publisher;
    this.tables = tables;
    this.stage = stage;
    this.bucket = bucket;
    this.layout = layout;
    this.lane = layout.lane(stage, bucket);
    this.outputs = new StepOutputs(lane, bucket, new UserCode(plan.sides().running()));
    this.idleness = new Idleness(plan, layout, stage, bucket);
    this.inherits = idleness.inherits(control.epoch());
    this.input = new StepInput(plan, layout, logs, stage, idleness, control.epoch());
  }

  Layout layout() {
    return layout;
  }

  /**
   * Does all steps that can be done by the borders known.
   *
   * @param mayGoOn asked between steps; no other one is begun once it says no
   * @return whether an entry was put
   */
  boolean advance(BooleanSupplier mayGoOn) {
    boolean put = false;
    while (mayGoOn.getAsBoolean()) {
      try {
        Progress progress = attempt(mayGoOn);
        if (progress == Progress.NOTHING_LEFT) {
          return put;
        }
        put |= progress == Progress.PUT;
      } catch (RuntimeException e) {
        // Half a step may have been done, or not all that an entry has promised: who comes next
        // reads the lane anew, and does the rest. Who has moved it may have removed what was read.
        state = null;
        if (headNumber() == seenNumber && !leavesOutWhatFails(e)) {
          throw e;
        }
      } catch (Throwable e) { // also what functions throw without saying so
        state = null;
        throw e;
      }
    }
    return put;
  }

  /** Steps before one that fails are put first: what came of them must not depend on how many. */
  private boolean leavesOutWhatFails(RuntimeException e) {
    int good = committing ? steps / 2 : steps; // which of them it was is not known then
    boolean some = e instanceof ProtocolException && good > 0;
    most = some ? good : MAX_STEPS;
    return some;
  }

  private long headNumber() {
    return logs.buckets().head(lane).map(LaneLog.Numbered::number).orElse(NONE);
  }

  private Progress attempt(BooleanSupplier mayGoOn) {
    steps = 0;
    committing = false;
    boolean warm = state != null;
    if (!warm) {
      load();
    }
    if (inherits && state.entry().isEmpty()) {
      int version = control.epoch().number();
      boolean begins = beginFromOthers();
      control.requireInForce(); // no border is asked for, and old code leaves out what is new
      if (begins && control.epoch().number() == version) {
        return commit();
      }
      state = null; // the next call begins with what is known then
      return Progress.NOTHING_LEFT;
    }
    boolean all = true;
    boolean past = false;
    outputs.reset(state.head().counters());
    List<ControlLane.Placed> borders = control.bordersAfter(k, controlNumber, MAX_STEPS);
    for (ControlLane.Placed placed : borders) {
      past = placed.layout().number() != layout.number();
      if (past) {
        break;
      }
      Step step = Step.of(plan, settings, placed, watermarks);
      all = input.isReady(placed.border(), step);
      if (!all) {
        break;
      }
      if (steps > 0 || !idleness.isIdle(placed.border(), step, state.entry())) {
        if (warm && steps == 0 && !control.isOwn(placed.control()) && hasFollowed()) {
          return Progress.LOOKED_ON;
        }
        outputs.code().see(tables.values(placed.announced().inForce(step.k())));
        outputs.code().run(() -> run(placed.border(), step));
        steps++;
      }
      k = step.k();
      controlNumber = placed.control();
      watermarks = placed.border().watermarks();
      boolean full = steps == most || bytes() > MAX_ENTRY_BYTES || outputs.hasCalls();
      if (full || steps > 0 && !mayGoOn.getAsBoolean()) {
        all = false;
        break;
      }
    }
    boolean more = all && !past && borders.size() >= MAX_STEPS;
    if (all && !more) {
      controlNumber = Math.max(controlNumber, control.headNumber());
    }
    // The next layout's lanes begin when an entry says that this one is done, idle or not.
    long until = control.until(layout);
    boolean ends = all && !more && state.head().k() < until && k == until;
    boolean due = state.isStale(control, controlNumber) || input.lags(k, state);
    if (steps > 0 || ends || due || all && !more && mustTell()) {
      return commit();
    }
    return more ? Progress.LOOKED_ON : Progress.NOTHING_LEFT;
  }

  /** About how many bytes the entry holds so far for sinks and later stages. */
  private long bytes() {
    return outputs.contents().size() + state.tasks().bytes();
  }

  /**
   * Whether the input has ended, and the lane does not say yet that what it last promised is made:
   * nothing else follows there, and whoever has a bucket advanced may not learn that it failed.
   */
  private boolean mustTell() {
    return control.hasEnded() && publisher.hasEffects(state.entry());
  }

  /**
   * Takes over the states of this bucket's key groups, if all lanes that had them are done with the
   * last step of their layout.
   */
  private boolean beginFromOthers() {
    Layout before = control.before(layout).orElseThrow(this::lost);
    long birth = Births.of(plan, stage, before, control.epoch()).k();
    Optional<Inheritance> found =
        Inheritance.find(logs, before, stage, idleness.groups(), layout.behind(), birth);
    if (found.isEmpty()) {
      return false;
    }
    for (Inheritance.Old each : found.get().lanes()) {
      if (!isFinished(before, each)) {
        return false;
      }
      each.head().ifPresent(this::knowAsMuch);
      BucketState old = state(before, each.bucket(), each.head());
      state.tasks().inherit(old.tasks(), idleness.groups());
      watermarks = old.head().watermarks();
    }
    state.tasks().start();
    outputs.reset(found.get().counters(before, idleness.groups()));
    k = layout.behind();
    controlNumber = layout.control();
    input.seek(state.head().at(k, controlNumber, watermarks));
    return true;
  }

  private ProtocolException lost() {
    return new ProtocolException(
        "SLUICE-E09",
        "lane " + lane + " has no entries: they were removed, with the state in them");
  }

  private Step run(Border border, Step step) {
    outputs.begin(step);
    state.tasks().begin(step);
    input.read(border, step, state.tasks());
    state.tasks().end(step);
    outputs.finish(step);
    return step;
  }

  private void load() {
    Optional<LaneLog.Numbered<BucketEntry>> head = logs.buckets().head(lane);
    seenNumber = head.map(LaneLog.Numbered::number).orElse(NONE);
    head.ifPresent(this::knowAsMuch);
    state = state(layout, bucket, head);
    if (head.isPresent() || !inherits) {
      state.tasks().start();
    }
    goOn();
    head.ifPresent(each -> redo(lane, bucket, each));
  }

  private void knowAsMuch(LaneLog.Numbered<BucketEntry> head) {
    if (head.entry().control() > control.headNumber()) {
      control.refresh(); // whoever put it knew where operators begin that were added
    }
    Graphs.requireNotReplaced(head.entry(), control.epoch());
  }

  private void goOn() {
    k = state.head().k();
    controlNumber = state.head().control();
    watermarks = state.head().watermarks();
    input.seek(state.head());
  }

  /**
   * Goes on to where others have brought the lane, if they have: whoever put a border has done its
   * step as a rule, and who does it once more loses, and reads the whole state again.
   */
  private boolean hasFollowed() {
    List<LaneLog.Numbered<BucketEntry>> behind =
        state.entry().isPresent() ? state.behind() : List.of();
    if (behind.isEmpty()) {
      return false;
    }
    LaneLog.Numbered<BucketEntry> head = behind.get(behind.size() - 1);
    int version = control.epoch().number();
    knowAsMuch(head);
    if (control.epoch().number() == version && state.follow(behind, control.epoch())) {
      seenNumber = head.number();
      goOn();
      redo(lane, bucket, head);
    } else {
      state = null; // the whole state is read anew
    }
    return true;
  }

  private BucketState state(Layout of, int number, Optional<LaneLog.Numbered<BucketEntry>> head) {
    return new BucketState(
        plan,
        settings,
        logs,
        of.lane(stage, number),
        stage,
        of.groups(number),
        Births.of(plan, stage, of, control.epoch()),
        outputs,
        ports.clock(),
        control.epoch(),
        head);
  }

  private void redo(String of, int number, LaneLog.Numbered<BucketEntry> head) {
    publisher.publishFiles(of, head, false);
    publisher.runEffects(number, head.entry());
  }

  /**
   * What the last entry of a lane has promised is carried out before anything follows it: by the
   * bucket that has its first key group; the others wait until that has begun.
   */
  private boolean isFinished(Layout before, Inheritance.Old old) {
    int first = layout.bucketOf(before.firstGroup(old.bucket()));
    if (first != bucket) {
      return logs.buckets().head(layout.lane(stage, first)).isPresent();
    }
    old.head().ifPresent(each -> redo(before.lane(stage, old.bucket()), old.bucket(), each));
    return true;
  }

  private Progress commit() {
    committing = true;
    ByteOutput payload = new ByteOutput(4096);
    boolean whole = state.wantsWhole();
    state.tasks().write(payload, whole, k, control.epoch());
    int changes = payload.size();
    List<Out> outs = outputs.outs();
    Out.writeTable(outs, payload);
    int table = payload.size() - changes;
    payload.writeRaw(outputs.contents());
    BodyBuilder body = new BodyBuilder();
    state.tasks().flush(body);
    BodyIndex index = body.build(payload);
    input.moveUp(k, state, control);
    long number = state.nextNumber();
    BucketEntry entry =
        new BucketEntry(
            k,
            controlNumber,
            watermarks,
            whole ? number : state.head().base(),
            whole ? ports.clock().nowMillis() : state.head().baseMillis(),
            state.tasks().due(),
            input.next(k),
            changes,
            table,
            outputs.contents().size(),
            index,
            outputs.counters().toMap(),
            logs.payloads().store(lane, number, payload.toByteArray()),
            control.epoch().number());
    if (!logs.cachedBuckets().append(lane, number, entry)) {
      state = null;
      return Progress.LOST;
    }
    LaneLog.Numbered<BucketEntry> put = new LaneLog.Numbered<>(number, entry);
    state.moved(put);
    seenNumber = number;
    steps = 0;
    most = MAX_STEPS;
    publisher.publishFiles(lane, put, true);
    publisher.runEffects(bucket, entry);
    return Progress.PUT;
  }
}
