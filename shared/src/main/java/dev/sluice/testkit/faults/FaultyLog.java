package dev.sluice.testkit.faults;

import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A log that is throttled, does not answer, or answers no more though it did what was asked.
 *
 * @param late takes puts that land later
 */
public record FaultyLog(LogStore log, Trouble trouble, Witness witness, Consumer<Runnable> late)
    implements LogStore {

  /**
   * A record is given up when three processes died of it alone: so many may be stopped by something
   * else in these moments, and a third one would make a dead letter of it. Where the log falls
   * back, a note comes back of one that had not died, and is as good as a death.
   */
  private static final int MOST_CHANCES = 2;

  private static final String NOTES = "attempts/";
  private static final String SHARD = "shard/";

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    return sparing(
        lane, () -> troubled(lane, number, entry, expiry), () -> land(lane, number, entry, expiry));
  }

  private int mostChances() {
    return trouble.chances().has(Fault.TABLE_RESTORED) ? MOST_CHANCES - 1 : MOST_CHANCES;
  }

  private <T> T sparing(String lane, Supplier<T> troubled, Supplier<T> calm) {
    return lane.startsWith(NOTES)
        ? trouble.atMost(mostChances(), () -> lane + " at " + position(lane), troubled, calm)
        : troubled.get();
  }

  /** Of the records in whose way the notes of a lane are. */
  private Position position(String notes) {
    SortedMap<Long, ShardEntry> entries = witness.shard(SHARD + notes.substring(NOTES.length()));
    return entries.isEmpty() ? Position.START : entries.get(entries.lastKey()).position();
  }

  private Append troubled(String lane, long number, byte[] entry, Instant expiry) {
    Supplier<String> what = () -> "entry " + number + " of " + lane;
    trouble.mayCrash(Fault.CRASH_BEFORE_COMMIT, what);
    trouble.mayPause(() -> "before " + what.get());
    trouble.mayHang(lane);
    trouble.mayFail(Fault.LOG_PUT_NO_ANSWER, what);
    if (trouble.isThrottled(lane) || trouble.happens(Fault.LOG_PUT_THROTTLED, what)) {
      return new Append.Throttled(what.get());
    }
    if (trouble.happens(Fault.LOG_PUT_LANDS_LATE, what)) {
      late.accept(() -> land(lane, number, entry, expiry));
      throw new StoreUnavailableException("no answer in time: " + what.get(), null);
    }
    Append answer = land(lane, number, entry, expiry);
    trouble.mayCrash(Fault.CRASH_AFTER_COMMIT, what);
    if (number == 0) {
      trouble.mayCrash(Fault.CRASH_AFTER_BIRTH, what);
    } else if (restores(lane, number)) {
      trouble.mayCrash(Fault.CRASH_WHILE_RESTORING, what);
    } else if (movesOn(lane, entry)) {
      trouble.mayCrash(Fault.CRASH_AFTER_ADVANCE, what);
    }
    trouble.mayPause(() -> "behind " + what.get());
    if (trouble.happens(Fault.LOG_PUT_ANSWER_LOST, what)) {
      // As a client has it that repeats its request, or that gives up.
      if (trouble.dice().below(2) == 0) {
        return new Append.Throttled(what.get());
      }
      throw new StoreUnavailableException("the answer was lost: " + what.get(), null);
    }
    return answer;
  }

  private boolean movesOn(String lane, byte[] entry) {
    return trouble.chances().has(Fault.CRASH_AFTER_ADVANCE)
        && lane.startsWith(SHARD)
        && ShardEntry.decode(entry).kind() == ShardEntry.Kind.ADVANCE;
  }

  /** Whoever puts back a lane begins with its end; all others put behind what is there. */
  private boolean restores(String lane, long number) {
    if (!trouble.chances().has(Fault.CRASH_WHILE_RESTORING)) {
      return false;
    }
    List<LogEntry> before = log.read(lane, number - 1, 1);
    return before.isEmpty() || before.get(0).number() != number - 1;
  }

  private Append land(String lane, long number, byte[] entry, Instant expiry) {
    Append answer = log.append(lane, number, entry, expiry);
    if (answer instanceof Append.Appended) {
      witness.appended(lane, number, entry);
    }
    return answer;
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    return sparing(lane, () -> troubledHead(lane), () -> log.head(lane));
  }

  private Optional<LogEntry> troubledHead(String lane) {
    before(() -> "the head of " + lane);
    Optional<LogEntry> head = log.head(lane);
    trouble.mayPause(() -> "behind the head of " + lane);
    return head;
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    before(() -> lane + " from " + fromNumber + " on");
    List<LogEntry> entries = log.read(lane, fromNumber, limit);
    trouble.mayPause(() -> "behind a read of " + lane);
    return entries;
  }

  private void before(Supplier<String> what) {
    trouble.mayCrash(Fault.CRASH_WHILE_READING, what);
    trouble.mayFail(Fault.LOG_READ_FAILS, what);
  }
}
