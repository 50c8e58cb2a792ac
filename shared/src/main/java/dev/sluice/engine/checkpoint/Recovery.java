package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.AnnouncementNotes;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.LayoutNotes;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What an app begins from: its lanes, where it has them; else a checkpoint, or nothing. The first
 * entry of the start lane decides, and one coordinator wins it.
 */
final class Recovery {
  private final CheckpointSettings checkpoints;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final LaneLog<StartEntry> lane;
  private final Beginnings beginnings;
  private boolean settled;
  private boolean begun;
  private long restore;
  private Optional<StartEntry> restored = Optional.empty();
  private long begunAgainMillis = Long.MIN_VALUE;

  Recovery(CheckpointSettings checkpoints, EngineSettings settings, Ports ports, Logs logs) {
    this.checkpoints = checkpoints;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.beginnings = new Beginnings(ports.spills());
    this.lane = logs.of(StartEntry::encode, StartEntry::decode);
  }

  /**
   * The number of what the table begins from, which no other table has; 0 where older code has
   * begun it.
   */
  long restore() {
    return restore;
  }

  /** The restore from which the app goes on, if it was restored. */
  Optional<StartEntry> restored() {
    return restored;
  }

  /**
   * When the app began in this table, {@link Long#MIN_VALUE} where no other one can have been
   * before.
   */
  long begunAgainMillis() {
    return begunAgainMillis;
  }

  /**
   * Finds out what the app begins from, unless this process knows that it has begun, and restores
   * that.
   *
   * @return whether that is done; if not, the next call goes on
   * @throws ProtocolException if no checkpoint can be used, or what was restored is gone
   */
  boolean settle(BooleanSupplier mayGoOn) {
    if (settled) {
      return true;
    }
    long now = ports.clock().nowMillis();
    boolean hasBegun = ports.log().head(Lanes.CONTROL).isPresent(); // behind a claim, if by one
    List<LogEntry> entries = Reset.startLane(ports.log());
    if (entries.isEmpty() && hasBegun) {
      settled = true; // by a version of the code that did not say what it began from
      return true;
    } else if (entries.isEmpty()) {
      lane.putForGood(Lanes.START, 0, choose());
      entries = Reset.startLane(ports.log());
    }
    StartEntry claim = StartEntry.decode(entries.get(0).bytes());
    boolean restores = claim.kind() == StartEntry.Kind.CHECKPOINT;
    if (entries.size() == 1 && (restores || claim.restore() > 0)) { // older code says no more
      if (restores && !new Restorer(settings, ports, claimed(claim), now).run(mayGoOn)) {
        return false;
      }
      begin(claim, now);
      entries = Reset.startLane(ports.log());
    }
    restore = claim.restore();
    if (restores || restore > 1) {
      StartEntry done = StartEntry.decode(entries.get(1).bytes());
      begunAgainMillis = done.atMillis();
      restored = restores ? Optional.of(done) : Optional.empty();
    }
    if (restores) {
      requireControl();
    }
    settled = true;
    return true;
  }

  /** All that the table begins from is there: it is in use from now on, and none before it. */
  private void begin(StartEntry claim, long begunMillis) {
    long surely = begunMillis - settings.skewAllowance().toMillis();
    if (claim.kind() == StartEntry.Kind.CHECKPOINT) {
      markNotes(claim.restore(), surely);
    }
    StartEntry done = claim.done(ports.clock().nowMillis());
    if (claim.restore() > 0) {
      beginnings.begin(done, surely);
    }
    lane.putForGood(Lanes.START, 1, done);
  }

  /**
   * Whether nothing is being restored, for whoever has just seen an entry of the control lane: a
   * restore is claimed before it puts one.
   */
  boolean isBegun() {
    if (!begun) {
      List<LogEntry> entries = Reset.startLane(ports.log());
      begun =
          entries.size() != 1
              || StartEntry.decode(entries.get(0).bytes()).kind() == StartEntry.Kind.NOTHING;
    }
    return begun;
  }

  /**
   * Looks whether the app goes on in this table.
   *
   * @throws dev.sluice.engine.RefusedException SLUICE-E32 if it has begun in another one since
   */
  void requireInUse() {
    if (restore > 0) { // older code gives no number
      beginnings.requireInUse(restore);
    }
  }

  /** Whoever still works on a table before this one keeps nothing new from now on. */
  private void markNotes(long restore, long surely) {
    ObjectStore spills = ports.spills();
    long now = ports.clock().nowMillis();
    logs.control()
        .newest(Lanes.CONTROL)
        .ifPresent(
            head -> {
              new LayoutNotes(spills, () -> restore, () -> surely).mark(head.entry(), now);
              new AnnouncementNotes(spills, () -> restore, () -> surely).mark(head.entry(), now);
            });
  }

  private void requireControl() {
    if (ports.log().head(Lanes.CONTROL).isEmpty()) {
      throw new ProtocolException(
          "SLUICE-B03",
          "the app was restored from checkpoint "
              + restored.orElseThrow().number()
              + ", and its lanes are gone since: they stood still for longer than entries live, or"
              + " were removed");
    }
  }

  private Manifest claimed(StartEntry claim) {
    try {
      return new Archive(ports.spills(), claim.place())
          .read(claim.number())
          .orElseThrow(() -> new CodecException("its manifest is gone"));
    } catch (CodecException e) {
      throw new ProtocolException(
          "SLUICE-B02",
          "checkpoint "
              + claim.number()
              + " was begun to be restored and is damaged: "
              + e.getMessage(),
          e);
    }
  }

  private StartEntry choose() {
    Beginnings.Known known = beginnings.known();
    Verifier verifier = new Verifier(ports.spills(), logs);
    Choice choice = new Choice(ports.spills(), known, verifier::fault);
    Choice.Chosen chosen = choice.of(checkpoints.start());
    long now = ports.clock().nowMillis();
    String what = chosen.isNothing() ? "nothing" : chosen.place() + chosen.number();
    long drawn = beginnings.draw(what, now);
    return chosen.isNothing()
        ? StartEntry.nothing(now, drawn, known.count())
        : StartEntry.from(chosen, now, drawn, known.count());
  }
}
