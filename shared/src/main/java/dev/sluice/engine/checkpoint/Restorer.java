package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.Payload;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Puts the lanes of a checkpoint back. Any number of processes may do that at the same time, and
 * die while they do: entries are put where there are none, and all put the same.
 *
 * <p>Each lane is put from its end to its beginning, so that whoever sees a lane sees its true end;
 * the control lane comes last, as nobody takes records or does steps without it.
 */
final class Restorer {
  /** Entries between two looks at the time of the call, each put of which is a request. */
  private static final int PUTS_AT_A_TIME = 100;

  private final EngineSettings settings;
  private final Ports ports;
  private final Manifest manifest;
  private final Sections sections;
  private final long sinceMillis;

  /**
   * @param sinceMillis when it was known that the restore is not done yet
   */
  Restorer(EngineSettings settings, Ports ports, Manifest manifest, long sinceMillis) {
    this.settings = settings;
    this.ports = ports;
    this.manifest = manifest;
    this.sections = new Sections(ports.spills(), manifest);
    this.sinceMillis = sinceMillis;
  }

  /**
   * Puts what is missing.
   *
   * @param mayGoOn asked now and then; the next call goes on below what was put
   * @return whether all is there
   * @throws ProtocolException if something is there that the checkpoint does not have, or the
   *     checkpoint is damaged
   */
  boolean run(BooleanSupplier mayGoOn) {
    List<Tail> order = new ArrayList<>(manifest.tails());
    order.sort((a, b) -> Boolean.compare(isControl(a), isControl(b)));
    for (Tail tail : order) {
      long below = lowest(tail);
      if (below > tail.from() && !put(tail, below, mayGoOn)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isControl(Tail tail) {
    return tail.lane().equals(Lanes.CONTROL);
  }

  /**
   * The last entry of a lane that was put, as all behind it were before; none where it has no end.
   * Nor where that was put so long ago that some between may have expired: all is put once more.
   */
  private long lowest(Tail tail) {
    List<LogEntry> last = ports.log().read(tail.lane(), tail.to(), 1);
    List<LogEntry> first = ports.log().read(tail.lane(), tail.from(), 1);
    boolean isEndThere =
        !last.isEmpty()
            && last.get(0).number() == tail.to()
            && Payload.digest(last.get(0).bytes()).equals(tail.endDigest());
    if (!isEndThere || first.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long lowest = first.get(0).number();
    return lowest == tail.from() || isYoung(last.get(0)) ? lowest : Long.MAX_VALUE;
  }

  /** Whether what was put behind an entry is still there. */
  private boolean isYoung(LogEntry entry) {
    return Instant.ofEpochMilli(ports.clock().nowMillis())
        .plus(settings.entryLifetime())
        .minus(settings.knowledgeLifetime())
        .isBefore(entry.expiry());
  }

  private boolean put(Tail tail, long below, BooleanSupplier mayGoOn) {
    List<Section> backwards = new ArrayList<>(tail.sections());
    Collections.reverse(backwards);
    for (Section section : backwards) {
      if (section.from() >= below) {
        continue;
      }
      if (!mayGoOn.getAsBoolean()) {
        return false;
      }
      List<LogEntry> entries = new ArrayList<>(read(section));
      Collections.reverse(entries);
      int puts = 0;
      for (LogEntry each : entries) {
        if (each.number() < tail.from() || each.number() >= below) {
          continue;
        }
        if (puts++ > 0 && puts % PUTS_AT_A_TIME == 0 && !mayGoOn.getAsBoolean()) {
          return false;
        }
        put(tail.lane(), each);
      }
    }
    return true;
  }

  private List<LogEntry> read(Section section) {
    try {
      Instant now = Instant.ofEpochMilli(ports.clock().nowMillis());
      return sections.read(section, now.plus(settings.entryLifetime()));
    } catch (CodecException e) {
      throw new ProtocolException(
          "SLUICE-B02",
          "checkpoint "
              + manifest.number()
              + " was begun to be restored and is damaged: "
              + e.getMessage(),
          e);
    }
  }

  private void put(String lane, LogEntry entry) {
    long now = ports.clock().nowMillis();
    if (now < sinceMillis || now - sinceMillis >= settings.knowledgeLifetime().toMillis()) {
      // What was put meanwhile may have expired, and must not come again.
      throw new StoreUnavailableException("the restore took too long and is begun again", null);
    }
    Append outcome = ports.log().append(lane, entry.number(), entry.bytes(), entry.expiry());
    if (outcome instanceof Append.Throttled throttled) {
      throw new StoreUnavailableException(
          "entry " + entry.number() + " of lane " + lane + " was not put: " + throttled.reason(),
          null);
    }
    if (!(outcome instanceof Append.Appended)) {
      throw new ProtocolException(
          "SLUICE-B04",
          "checkpoint "
              + manifest.number()
              + " cannot be restored: lane "
              + lane
              + " has another entry "
              + entry.number()
              + " already; restore into an empty table");
    }
  }
}
