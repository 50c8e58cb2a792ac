package dev.sluice.engine.transform;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.ports.Ids;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreUnavailableException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the record that kills the process (memory, endless loop). A process notes what it runs
 * before its first run of user code in a lane, and takes that back as soon as user code has
 * returned: what is still noted means that a process died, or is, in user code, and nothing else. A
 * process that finds such a note for its own records runs half of them, noting that too, and so on,
 * until one record is alone and becomes a dead letter.
 *
 * <p>A store that is slow, a redeployment or an error of a store leaves no note behind, but for the
 * moment between the return of user code and the put that takes the note back. So a record is given
 * up only when several processes died with it alone, and a process never counts itself: it lives.
 */
final class PoisonGuard {
  /**
   * A record is given up when so many other processes died of it alone: one or two may have been
   * stopped just then by something else, or may be alive and slow.
   */
  static final int DEATHS_ALONE = 3;

  /** Each further try means that another process has just noted something: they are many. */
  private static final int MAX_RACES = 8;

  /**
   * What to run now.
   *
   * @param count so many of the records
   * @param givenUp whether the first one is to be a dead letter without being run
   */
  record Advice(int count, boolean givenUp) {}

  private final LaneLog<Attempt> log;
  private final Ids ids;

  /**
   * The process's own name, drawn at its first call: what is drawn before is the same in all
   * processes that start from one snapshot, and none would count the deaths of the others.
   */
  private String process;

  /** The lanes in which this process has run user code. */
  private final Set<String> tried = new HashSet<>();

  /** Up to where a lane's records are under suspicion. */
  private final Map<String, Position> suspectUpTo = new HashMap<>();

  /** Lanes in which this process may have a note, and whether it has survived what that says. */
  private final Map<String, Boolean> noted = new HashMap<>();

  PoisonGuard(LaneLog<Attempt> log, Ids ids) {
    this.log = log;
    this.ids = ids;
  }

  /**
   * Says what to run, after noting it where that is needed. {@link #survived} or {@link #died}
   * follows.
   *
   * @param at the lane's position
   * @param records what is behind it, not empty
   */
  Advice before(String lane, Position at, List<InRecord> records) {
    if (process == null) {
      process = ids.next();
    }
    takeBack(lane);
    Position suspect = suspectUpTo.getOrDefault(lane, Position.START);
    if (tried.contains(lane) && suspect.compareTo(at) <= 0) {
      return new Advice(records.size(), false);
    }
    for (int race = 0; race < MAX_RACES; race++) {
      Optional<LaneLog.Numbered<Attempt>> last = log.newest(Lanes.attempts(lane));
      Attempt found = last.map(LaneLog.Numbered::entry).orElse(Attempt.NOTHING);
      boolean mine = found.from().equals(at) && found.to().compareTo(at) > 0;
      Set<String> others = new HashSet<>(mine ? found.processes() : List.of());
      others.remove(process);
      if (!others.isEmpty() && suspect.compareTo(found.to()) < 0) {
        suspect = found.to();
        suspectUpTo.put(lane, suspect);
      }
      // What others have narrowed down counts, not what this process suspected before.
      int suspects = suspects(records, others.isEmpty() ? suspect : found.to());
      int count = others.isEmpty() ? suspects : Math.max(1, suspects / 2);
      if (suspects == 0) {
        count = records.size();
      }
      Position to = records.get(count - 1).position();
      boolean alone = !others.isEmpty() && count == 1 && found.to().equals(to);
      if (alone && others.size() >= DEATHS_ALONE) {
        return new Advice(1, true);
      }
      Attempt next = alone ? found.with(process) : new Attempt(at, to, List.of(process));
      long number = last.map(each -> each.number() + 1).orElse(0L);
      noted.put(lane, false); // the put may land though its answer is lost
      if (log.putIfFree(Lanes.attempts(lane), number, next)) {
        return new Advice(count, false);
      }
    }
    throw new StoreUnavailableException("many processes at once try the records of " + lane, null);
  }

  private static int suspects(List<InRecord> records, Position upTo) {
    return (int) records.stream().filter(each -> each.position().compareTo(upTo) <= 0).count();
  }

  /** User code has returned: if the process dies now, something else is to blame. */
  void survived(String lane) {
    tried.add(lane);
    if (noted.containsKey(lane)) {
      noted.put(lane, true);
    }
    takeBack(lane);
  }

  /** Takes a note back, as no user code runs. Where the log refuses, the next call tries again. */
  void takeBack(String lane) {
    if (!noted.containsKey(lane)) {
      return;
    }
    try {
      for (int race = 0; race < MAX_RACES; race++) {
        Optional<LaneLog.Numbered<Attempt>> last = log.newest(Lanes.attempts(lane));
        Attempt found = last.map(LaneLog.Numbered::entry).orElse(Attempt.NOTHING);
        boolean mine = found.processes().contains(process);
        Attempt next = noted.get(lane) ? found.survived() : found.without(process);
        if (!mine || log.putIfFree(Lanes.attempts(lane), last.orElseThrow().number() + 1, next)) {
          noted.remove(lane);
          return;
        }
      }
    } catch (StoreUnavailableException e) {
      // the note stays, and so does the duty
    }
  }

  /**
   * User code did not return as it should, but the process lives (memory ran out, for one): it goes
   * on as another process, so that the note counts, and suspects nothing but what notes say.
   */
  void died() {
    process = ids.next();
    tried.clear();
    suspectUpTo.clear();
    noted.clear();
  }
}
