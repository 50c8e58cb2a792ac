package dev.sluice.engine.transform;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Payload;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.entry.Tables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes the records of one shard at a time and advances its lane: one entry a call, as a rule. What
 * is delivered again changes nothing. One thread at a time.
 */
public final class Transform {

  /**
   * What became of a call.
   *
   * @param firstOpen the first record of the shard that is not committed, or not all of it, or
   *     nothing where all are
   * @param why what stood in the way, or an empty text
   */
  public record Outcome(Optional<Position> firstOpen, String why) {
    static final Outcome DONE = new Outcome(Optional.empty(), "");
  }

  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final PoisonGuard guard;
  private final Unpacking unpacking;
  private final Versions versions;
  private final Continuity continuity;
  private final Map<String, LaneLog.Numbered<ShardEntry>> heads = new HashMap<>();
  private final Map<String, Computation> computations = new HashMap<>();
  private final Computation.Limits limits;
  private ControlEntry control;

  /** When the control entry was read. */
  private long controlMillis;

  public Transform(Plan plan, EngineSettings settings, Ports ports, Logs logs) {
    this(plan, settings, ports, logs, Computation.Limits.OF_STORES);
  }

  Transform(Plan plan, EngineSettings settings, Ports ports, Logs logs, Computation.Limits limits) {
    this.limits = limits;
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.versions = new Versions(settings, new Tables(plan, ports.spills()));
    this.unpacking = new Unpacking(ports.source());
    this.continuity = new Continuity(ports.source(), ports.clock(), settings.trust());
    this.guard = new PoisonGuard(logs.of(Attempt::encode, Attempt::decode), ports.ids());
  }

  /** As {@link #apply(String, String, List, BooleanSupplier)}, however long it takes. */
  public Outcome apply(String stream, String shardId, List<InRecord> records) {
    return apply(stream, shardId, records, () -> true);
  }

  /**
   * Commits the records of a call, in order. Records between those of the call and what the lane
   * has, which no call has brought, are read from the stream and committed before: now and then
   * that is looked at, always at the first call of a process and behind one that failed.
   *
   * @param records as the shard gave them, ascending by position; what producers have packed is
   *     unpacked here
   * @param mayGoOn asked now and then; once it says no, what was computed is committed and the rest
   *     is left open. At least one record is committed, or one of those that a record packs
   * @throws RefusedException if the lane is not registered yet, or the app has finished
   * @throws ProtocolException if something is there that must not be
   */
  public Outcome apply(
      String stream, String shardId, List<InRecord> records, BooleanSupplier mayGoOn) {
    requireRead(stream);
    String lane = Lanes.shard(stream, shardId);
    requireAscending(lane, records);
    try {
      ControlEntry.Drained drained = registered(lane);
      if (drained != null) {
        return drained(lane, drained, records);
      }
      Optional<List<InRecord>> call = followUp(lane, records, mayGoOn);
      if (call.isPresent() && takeAll(lane, call.get(), mayGoOn)) {
        return Outcome.DONE;
      }
      Optional<Position> open = firstOpen(lane, records);
      if (open.isEmpty()) {
        return Outcome.DONE;
      }
      continuity.doubt(lane);
      return new Outcome(open, "the time of the call is up");
    } catch (StoreUnavailableException e) {
      guard.takeBack(lane);
      continuity.doubt(lane);
      return new Outcome(firstOpen(lane, records), e.toString());
    } catch (RuntimeException | Error e) {
      continuity.doubt(lane);
      throw e;
    }
  }

  /** Whether all was taken before the time was up. */
  private boolean takeAll(String lane, List<InRecord> records, BooleanSupplier mayGoOn) {
    while (advance(lane, records, mayGoOn)) {
      if (!mayGoOn.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  /** Takes what should have come before a call; then the call, unless the time is up. */
  private Optional<List<InRecord>> followUp(
      String lane, List<InRecord> records, BooleanSupplier mayGoOn) {
    if (!continuity.isDue(lane)) {
      return Optional.of(records);
    }
    LaneLog.Numbered<ShardEntry> known = heads.get(lane);
    if (known != null && known.entry().position().equals(Position.START)) {
      heads.remove(lane); // nothing can be seen to have expired behind that
    }
    boolean fresh = false;
    while (true) {
      ShardEntry head = head(lane).entry();
      boolean follows = records.get(0).position().compareTo(head.position()) <= 0;
      Continuity.Gap gap =
          follows || head.sealed()
              ? Continuity.Gap.NONE
              : continuity.look(lane, head.position(), records.get(0));
      if (!gap.equals(Continuity.Gap.NONE) && !fresh) {
        fresh = true;
        heads.remove(lane); // somebody else may have taken them
      } else if (gap.records().isEmpty()) {
        continuity.follows(lane);
        return Optional.of(gap.before(records));
      } else if (!takeAll(lane, gap.before(records), mayGoOn)) {
        return Optional.empty();
      }
    }
  }

  /** Takes over what somebody has just read: the newest entry of a lane. */
  public void know(String lane, LaneLog.Numbered<ShardEntry> head) {
    heads.put(lane, head);
  }

  /** The first record that the lane, as far as it is known, does not cover. */
  private Optional<Position> firstOpen(String lane, List<InRecord> records) {
    Position at = Optional.ofNullable(heads.get(lane)).map(h -> h.entry().position()).orElse(null);
    return records.stream()
        .map(InRecord::position)
        .filter(each -> at == null || each.compareTo(at) > 0)
        .findFirst();
  }

  private void requireRead(String stream) {
    if (!plan.streams().contains(stream)) {
      throw new ProtocolException(
          "SLUICE-E14",
          "a mapping delivers records of stream "
              + stream
              + ", but the app reads "
              + plan.streams()
              + "; remove that mapping, or give it the function of an app that reads the stream");
    }
  }

  /** Puts the next entry; false when nothing is left to do. */
  private boolean advance(String lane, List<InRecord> records, BooleanSupplier mayGoOn) {
    LaneLog.Numbered<ShardEntry> head = head(lane);
    Position at = head.entry().position();
    List<InRecord> open = behind(records, at);
    if (open.isEmpty()) {
      return false;
    }
    if (head.entry().epoch() > control.epoch().number()) {
      control = null; // the app has changed since it was read
      registered(lane);
      return true;
    }
    if (head.entry().sealed()) {
      control = null;
      ControlEntry.Drained end = registered(lane);
      if (end != null) {
        drained(lane, end, records);
      }
      if (control.closing()) {
        throw ended();
      }
      throw new ProtocolException(
          "SLUICE-E06",
          "record " + open.get(0).position() + " is behind the end of sealed lane " + lane);
    }
    open = behind(unpacking.unpack(lane, open.subList(0, chunkSize(open))), at);
    if (open.isEmpty()) {
      throw new ProtocolException(
          "SLUICE-E22",
          "lane " + lane + " stands at " + at + ", inside a record that has nothing behind that");
    }
    Optional<Versions.Stretch> stretch = versions.stretch(control.announced(), head.entry(), open);
    if (stretch.isEmpty()) {
      control = null; // it may have been fixed meanwhile
      if (registered(lane) != null) {
        heads.remove(lane);
        return true; // it has ended meanwhile
      }
      stretch = versions.stretch(control.announced(), head.entry(), open);
    }
    if (stretch.isEmpty()) {
      throw notYet("the versions of its broadcasts are not announced", lane);
    }
    open = open.subList(0, stretch.get().count());
    PoisonGuard.Advice advice = guard.before(lane, at, open);
    List<InRecord> chunk = open.subList(0, advice.count());
    Map<Position, Throwable> poison =
        advice.givenUp()
            ? Map.of(
                chunk.get(0).position(),
                new IllegalStateException("the process died several times at this record"))
            : Map.of();
    Computation.Result result =
        compute(lane, head.entry(), chunk, stretch.get().tables(), poison, mayGoOn);
    long number = head.number() + 1;
    Payload body = logs.payloads().store(lane, number, result.body());
    ShardEntry entry = result.entry(ports.clock().nowMillis(), body, control.epoch().number());
    if (logs.shards().append(lane, number, entry)) {
      heads.put(lane, new LaneLog.Numbered<>(number, entry));
      wakeIfBorderPassed(head.entry(), entry);
    } else {
      heads.remove(lane);
    }
    return true;
  }

  private Computation.Result compute(
      String lane,
      ShardEntry head,
      List<InRecord> chunk,
      Map<String, Object> tables,
      Map<Position, Throwable> poison,
      BooleanSupplier mayGoOn) {
    Computation computation =
        computations.computeIfAbsent(lane, name -> new Computation(plan, settings, limits, name));
    boolean returned = false;
    try {
      Computation.Result result = computation.compute(head, chunk, tables, poison, mayGoOn);
      returned = true;
      return result;
    } finally {
      if (returned) {
        guard.survived(lane);
      } else {
        guard.died();
        computations.remove(lane);
        heads.remove(lane); // no put will tell that it is old, and notes are for the lane's end
      }
    }
  }

  /** The lane's end, if it is drained; null if it is registered. */
  private ControlEntry.Drained registered(String lane) {
    long now = ports.clock().nowMillis();
    boolean known =
        control != null
            && control.lanes().containsKey(lane)
            && controlMillis <= now
            && now - controlMillis < settings.knowledgeLifetime().toMillis();
    if (!known) {
      control = null; // what is refused is not known
      ControlEntry found =
          logs.control()
              .head(Lanes.CONTROL)
              .map(LaneLog.Numbered::entry)
              .orElseThrow(() -> notYet("the app has not started", lane));
      requireInForce(found);
      controlMillis = now;
      control = found;
    }
    if (control.lanes().containsKey(lane)) {
      return null;
    }
    ControlEntry.Drained drained = control.drained().get(lane);
    if (drained == null && control.closing()) {
      throw ended();
    }
    if (drained == null) {
      throw notYet("it is not registered", lane);
    }
    return drained;
  }

  private void requireInForce(ControlEntry found) {
    try {
      logs.graphs().requireInForce(found, plan, settings);
    } catch (RefusedException e) {
      ports.caller().wakeCoordinator(); // it may be the one that puts the change
      throw e;
    }
  }

  private RefusedException notYet(String why, String lane) {
    ports.caller().wakeCoordinator();
    return new RefusedException(
        "SLUICE-E07",
        "lane " + lane + " cannot take records yet: " + why + "; the call is repeated");
  }

  private Outcome drained(String lane, ControlEntry.Drained end, List<InRecord> records) {
    List<InRecord> open = behind(records, end.position());
    if (open.isEmpty()) {
      return Outcome.DONE;
    }
    if (control.closing()) {
      throw ended();
    }
    throw new ProtocolException(
        "SLUICE-E06",
        "record " + open.get(0).position() + " is behind the end of drained lane " + lane);
  }

  private static RefusedException ended() {
    return new RefusedException(
        "SLUICE-E08", "the app has finished its input; start it anew to take more records");
  }

  private LaneLog.Numbered<ShardEntry> head(String lane) {
    return heads.computeIfAbsent(
        lane,
        name ->
            logs.shards()
                .head(name)
                .orElseThrow(
                    () ->
                        new ProtocolException(
                            "SLUICE-E09",
                            "registered lane " + name + " has no entries: they were removed")));
  }

  private void wakeIfBorderPassed(ShardEntry before, ShardEntry after) {
    if (settings.intervalOf(before.clockMillis()) < settings.intervalOf(after.clockMillis())) {
      ports.caller().wakeCoordinator();
    }
  }

  private static List<InRecord> behind(List<InRecord> records, Position at) {
    int first = 0;
    while (first < records.size() && records.get(first).position().compareTo(at) <= 0) {
      first++;
    }
    return records.subList(first, records.size());
  }

  private int chunkSize(List<InRecord> records) {
    long bytes = 0;
    int count = 0;
    while (count < records.size() && (count == 0 || bytes < limits.chunkBytes())) {
      bytes += records.get(count++).data().length;
    }
    return count;
  }

  private static void requireAscending(String lane, List<InRecord> records) {
    for (int i = 1; i < records.size(); i++) {
      if (records.get(i).position().compareTo(records.get(i - 1).position()) <= 0) {
        throw new ProtocolException(
            "SLUICE-E10",
            "a call of lane "
                + lane
                + " has record "
                + records.get(i).position()
                + " behind "
                + records.get(i - 1).position()
                + "; set the parallelization factor of the event source mapping to 1");
      }
    }
  }
}
