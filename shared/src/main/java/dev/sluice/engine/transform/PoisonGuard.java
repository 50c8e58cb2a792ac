package dev.sluice.engine.transform;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.ports.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the record that kills the process (memory, endless loop). A new process notes what it tries
 * before its first try in a lane. A process that finds such a note for its own records knows that
 * the last one got no further: it tries half of them, noting that too, and so on, until one record
 * is alone and becomes a dead letter.
 */
final class PoisonGuard {
  /**
   * A single record is given up when it was alone this often: once may be somebody else's fault.
   */
  private static final int MAX_TRIES_ALONE = 3;

  /**
   * What to try now.
   *
   * @param count so many of the records
   * @param givenUp whether the first one is to be a dead letter without being run
   * @param suspected whether a process died at these records
   */
  record Advice(int count, boolean givenUp, boolean suspected) {}

  private final LaneLog<Attempt> log;

  /** Up to where each lane's records are under suspicion; lanes without one have not been tried. */
  private final Map<String, Position> suspectUpTo = new HashMap<>();

  PoisonGuard(LaneLog<Attempt> log) {
    this.log = log;
  }

  /** Says what to try, after noting it where that is needed. */
  Advice before(String lane, Position at, List<InRecord> records) {
    Position suspect = suspectUpTo.get(lane);
    if (suspect != null && suspect.compareTo(at) <= 0) {
      return new Advice(records.size(), false, false);
    }
    String notes = Lanes.attempts(lane);
    Optional<LaneLog.Numbered<Attempt>> last = log.head(notes);
    Optional<Attempt> mine =
        last.map(LaneLog.Numbered::entry).filter(each -> each.from().equals(at));
    int count = records.size();
    int tries = 1;
    if (mine.isPresent()) {
      Position to = mine.get().to();
      int suspects =
          (int) records.stream().filter(each -> each.position().compareTo(to) <= 0).count();
      count = Math.max(1, suspects / 2);
      tries = suspects > 1 ? 1 : mine.get().tries() + 1;
      if (suspect == null || suspect.compareTo(to) < 0) {
        suspectUpTo.put(lane, to);
      }
    } else if (suspect == null) {
      suspectUpTo.put(lane, Position.START);
    } else {
      int suspects =
          (int) records.stream().filter(each -> each.position().compareTo(suspect) <= 0).count();
      count = Math.max(1, suspects);
    }
    if (tries > MAX_TRIES_ALONE) {
      return new Advice(1, true, true);
    }
    Attempt attempt = new Attempt(at, records.get(count - 1).position(), tries);
    log.append(notes, last.map(each -> each.number() + 1).orElse(0L), attempt);
    return new Advice(count, false, mine.isPresent());
  }

  /**
   * Notes that suspected records have been run and did not kill anything: if the process dies now,
   * something else is to blame, such as a store that does not answer.
   */
  void survived(String lane, Position at) {
    String notes = Lanes.attempts(lane);
    long next = log.head(notes).map(each -> each.number() + 1).orElse(0L);
    log.append(notes, next, new Attempt(at, at, 0));
  }
}
