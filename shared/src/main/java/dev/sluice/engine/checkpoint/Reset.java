package dev.sluice.engine.checkpoint;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * The removal of all lanes of an app, so that it begins anew. A mark in the start lane, behind what
 * the app began from, says that it is under way: an app that is started stops there. It is put
 * before anything goes, and goes when all is done, so that a reset that died is repeated.
 *
 * <pre>
 * begin            the mark
 * (who asks)       removes all lanes, and the start lane but for the mark
 * end              what the app begins from, if that is nothing
 * (who asks)       removes the mark
 * </pre>
 */
public final class Reset {
  /** The number of the mark in the start lane. */
  public static final long MARK = 2;

  private final LogStore log;
  private final LaneLog<StartEntry> lane;
  private final StartEntry mark;
  private final Optional<StartEntry> nothing;

  /**
   * Draws what the app is to begin from: what the spill store refuses, it refuses here.
   *
   * @param toCheckpoint whether the next start chooses a checkpoint, and does not begin from
   *     nothing
   */
  Reset(Ports ports, Logs logs, boolean toCheckpoint) {
    Beginnings beginnings = new Beginnings(ports.spills());
    long now = ports.clock().nowMillis();
    long behind = beginnings.known().count();
    this.log = ports.log();
    this.lane = logs.of(StartEntry::encode, StartEntry::decode);
    this.mark = StartEntry.reset(now);
    this.nothing =
        toCheckpoint
            ? Optional.empty()
            : Optional.of(StartEntry.nothing(now, beginnings.draw("nothing", now), behind));
  }

  /**
   * Says that lanes are being removed, unless that is said.
   *
   * @throws StoreUnavailableException if the log refuses for now
   */
  public void begin() {
    lane.putForGood(Lanes.START, MARK, mark);
  }

  /**
   * Says what the app begins from, where the lanes are removed.
   *
   * @throws StoreUnavailableException if the log refuses for now
   * @throws ProtocolException SLUICE-B07 if the app was at work meanwhile
   */
  public void end() {
    boolean isFree = nothing.map(claim -> lane.putForGood(Lanes.START, 0, claim)).orElse(true);
    if (!isFree || log.head(Lanes.CONTROL).isPresent()) {
      throw atWork();
    }
  }

  /** The error where somebody puts entries into lanes that are being removed. */
  public static ProtocolException atWork() {
    return new ProtocolException(
        "SLUICE-B07",
        "the app was at work while its lanes were removed; stop all of its functions, and reset it"
            + " once more");
  }

  /** Whether the lanes of an app are being removed, or somebody came to no end with that. */
  public static boolean isUnderWay(LogStore log) {
    return isMarked(read(log));
  }

  /**
   * What the start lane says, as somebody reads it who begins with the app.
   *
   * @throws ProtocolException SLUICE-B08 if its lanes are being removed
   */
  static List<LogEntry> startLane(LogStore log) {
    List<LogEntry> entries = read(log);
    if (isMarked(entries)) {
      throw new ProtocolException(
          "SLUICE-B08",
          "somebody resets the app, or began to and came to no end: give the same './sluice reset'"
              + " once more");
    }
    return entries;
  }

  private static List<LogEntry> read(LogStore log) {
    return log.read(Lanes.START, 0, (int) MARK + 1);
  }

  private static boolean isMarked(List<LogEntry> entries) {
    return entries.stream().anyMatch(each -> each.number() == MARK);
  }
}
