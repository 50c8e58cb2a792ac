package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.LayoutNotes;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What an app begins from: its lanes, where it has them; else a checkpoint, or nothing. The first
 * entry of the start lane decides, and one coordinator wins it.
 */
final class Recovery {
  /** Restores are numbered there, and never removed. */
  private static final String RESTORES = "keep/restore/";

  private final CheckpointSettings checkpoints;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final LaneLog<StartEntry> lane;
  private final Archive archive;
  private boolean settled;
  private boolean begun;
  private Optional<StartEntry> restored = Optional.empty();

  Recovery(
      CheckpointSettings checkpoints,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      Archive archive) {
    this.checkpoints = checkpoints;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.archive = archive;
    this.lane = logs.of(StartEntry::encode, StartEntry::decode);
  }

  /** The restore from which the app goes on, if it was restored. */
  Optional<StartEntry> restored() {
    return restored;
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
    List<LogEntry> entries = ports.log().read(Lanes.START, 0, 2);
    if (entries.isEmpty()) {
      boolean hasBegun = ports.log().head(Lanes.CONTROL).isPresent();
      if (!hasBegun) {
        lane.putForGood(Lanes.START, 0, choose());
      }
      entries = ports.log().read(Lanes.START, 0, 2); // somebody may have restored it meanwhile
      if (hasBegun && entries.isEmpty()) {
        settled = true; // by a version of the code that did not say what it began from
        return true;
      }
    }
    StartEntry claim = StartEntry.decode(entries.get(0).bytes());
    if (claim.kind() == StartEntry.Kind.CHECKPOINT) {
      if (entries.size() == 1) {
        if (!new Restorer(settings, ports, claimed(claim), now).run(mayGoOn)) {
          return false;
        }
        markLayouts(claim.restore());
        lane.putForGood(Lanes.START, 1, claim.restored(ports.clock().nowMillis()));
        entries = ports.log().read(Lanes.START, 0, 2);
      }
      restored = Optional.of(StartEntry.decode(entries.get(1).bytes()));
      requireControl();
    }
    settled = true;
    return true;
  }

  /**
   * Whether nothing is being restored, for whoever has just seen an entry of the control lane: a
   * restore is claimed before it puts one.
   */
  boolean isBegun() {
    if (!begun) {
      List<LogEntry> entries = ports.log().read(Lanes.START, 0, 2);
      begun =
          entries.size() != 1
              || StartEntry.decode(entries.get(0).bytes()).kind() == StartEntry.Kind.NOTHING;
    }
    return begun;
  }

  /** Whoever still works on a table before this one changes no layout from now on. */
  private void markLayouts(long restore) {
    long now = ports.clock().nowMillis();
    LayoutNotes layouts = new LayoutNotes(ports.spills(), () -> restore, () -> now);
    logs.control().newest(Lanes.CONTROL).ifPresent(head -> layouts.mark(head.entry(), now));
  }

  /** A number that nobody has drawn: two tables never share one. */
  private long draw(String what) {
    long number = 1;
    while (ports.spills().get(RESTORES + number).isPresent()
        || ports.spills().putIfAbsent(RESTORES + number, what.getBytes(StandardCharsets.UTF_8))
            == ObjectStore.Put.EXISTS) {
      number++;
    }
    return number;
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
    long now = ports.clock().nowMillis();
    if (checkpoints.start() instanceof StartFrom.Nothing) {
      return StartEntry.nothing(now);
    }
    if (checkpoints.start() instanceof StartFrom.Kept kept) {
      String place = Archive.kept(kept.name());
      Archive there = new Archive(ports.spills(), place);
      return choose(there, place, "kept checkpoint '" + kept.name() + "'", List.of(0L), now);
    }
    List<Long> numbers = new ArrayList<>(archive.numbers());
    Collections.reverse(numbers);
    if (checkpoints.start() instanceof StartFrom.Numbered wanted) {
      numbers = List.of(wanted.number());
    } else if (numbers.isEmpty()) {
      return StartEntry.nothing(now);
    }
    return choose(archive, Archive.PLACE, "", numbers, now);
  }

  /**
   * The first of some checkpoints that is whole.
   *
   * @param called what it is called in messages, empty for its number
   */
  private StartEntry choose(
      Archive from, String place, String called, List<Long> numbers, long nowMillis) {
    List<String> faults = new ArrayList<>();
    Verifier verifier = new Verifier(ports.spills(), logs);
    for (long number : numbers) {
      Optional<String> fault = fault(from, number, verifier);
      if (fault.isEmpty()) {
        long restore = draw(place + number + " at " + Instant.ofEpochMilli(nowMillis));
        return StartEntry.from(place, number, nowMillis, restore, String.join("; ", faults));
      }
      faults.add((called.isEmpty() ? "checkpoint " + number : called) + ": " + fault.get());
    }
    throw new ProtocolException(
        "SLUICE-B01",
        "the app has no lanes, and no checkpoint from which it could go on: "
            + String.join("; ", faults));
  }

  private static Optional<String> fault(Archive from, long number, Verifier verifier) {
    try {
      Optional<Manifest> manifest = from.read(number);
      if (manifest.isEmpty()) {
        return Optional.of("it is not there");
      }
      return verifier.fault(manifest.get());
    } catch (CodecException e) {
      return Optional.of(e.getMessage());
    }
  }
}
