package dev.sluice.engine.entry;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.Append;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of lane in the log, with entries as objects. One thread at a time.
 *
 * <p>That a number is free proves that nobody has put it only as long as what was put cannot have
 * expired: so the lane's end must have been seen less than half of a lifetime before the put. Where
 * a process knows it from longer ago, it looks once more, and a put behind anything but the end is
 * lost. The other half is for the put itself, which a function that lives for 15 minutes cannot
 * draw out so long, and for clocks that differ.
 *
 * @param <E> the type of the entries
 */
public final class LaneLog<E> {

  /** An entry and its number. */
  public record Numbered<E>(long number, E entry) {}

  /**
   * Where a lane ended at a time.
   *
   * @param head the number of its newest entry, {@link #NO_ENTRY} for none
   * @param atMillis a time at which that was so
   */
  private record Look(long head, long atMillis) {}

  private static final long NO_ENTRY = -1;

  /** Entries of one read: some megabytes at most, where all bulk is inline. */
  private static final int READ_BATCH = 250;

  private final LogStore log;
  private final Clock clock;
  private final EngineSettings settings;
  private final long knowledgeMillis;
  private final Function<E, byte[]> encode;
  private final Function<byte[], E> decode;
  private final Map<String, Look> looks = new HashMap<>();

  public LaneLog(
      LogStore log,
      Clock clock,
      EngineSettings settings,
      Function<E, byte[]> encode,
      Function<byte[], E> decode) {
    this.log = log;
    this.clock = clock;
    this.settings = settings;
    this.knowledgeMillis = settings.knowledgeLifetime().toMillis();
    this.encode = encode;
    this.decode = decode;
  }

  /**
   * Puts an entry if it is the next one of its lane.
   *
   * @return whether it is in the log; if not, somebody else's is, or was
   * @throws StoreUnavailableException if the log refuses for now
   * @throws ProtocolException if it is larger than {@link LogStore#MAX_ENTRY_BYTES}
   */
  public boolean append(String lane, long number, E entry) {
    return appendAtEnd(lane, number, entry, expiry());
  }

  /** As {@link #append}, for an entry that is kept for good. */
  public boolean appendForGood(String lane, long number, E entry) {
    return appendAtEnd(lane, number, entry, Instant.MAX);
  }

  private boolean appendAtEnd(String lane, long number, E entry, Instant expiry) {
    if (!isEnd(lane, number - 1)) {
      head(lane);
      if (!isEnd(lane, number - 1)) {
        return false;
      }
    }
    long now = clock.nowMillis();
    boolean won = putIfFree(lane, number, entry, expiry);
    if (won) {
      looks.put(lane, new Look(number, now));
    } else {
      looks.remove(lane);
    }
    return won;
  }

  private Instant expiry() {
    return Instant.ofEpochMilli(clock.nowMillis()).plus(settings.entryLifetime());
  }

  /**
   * Puts an entry if its number is free, though it may have been taken once and expired: for lanes
   * of advice, where that does no harm.
   *
   * @return whether it is in the log; if not, somebody else's is
   */
  public boolean putIfFree(String lane, long number, E entry) {
    return putIfFree(lane, number, entry, expiry());
  }

  /**
   * As {@link #putIfFree(String, long, Object)}, for a lane of which all entries are kept for good:
   * a number that is free was never taken.
   */
  public boolean putForGood(String lane, long number, E entry) {
    return putIfFree(lane, number, entry, Instant.MAX);
  }

  private boolean putIfFree(String lane, long number, E entry, Instant expiry) {
    Append outcome = log.append(lane, number, encode.apply(entry), expiry);
    if (outcome instanceof Append.Throttled throttled) {
      throw new StoreUnavailableException(
          "entry " + number + " of lane " + lane + " was not put: " + throttled.reason(), null);
    }
    if (outcome instanceof Append.TooLarge large) {
      throw new ProtocolException(
          "SLUICE-E03",
          "entry "
              + number
              + " of lane "
              + lane
              + " has "
              + large.sizeBytes()
              + " bytes, the limit is "
              + large.limitBytes());
    }
    return outcome instanceof Append.Appended;
  }

  /**
   * Whether a lane ended with an entry when it was last looked at, and nobody's put behind it can
   * have expired since.
   *
   * @param number that of the entry, -1 for none
   */
  public boolean isEnd(String lane, long number) {
    Look look = looks.get(lane);
    if (look == null) {
      return false;
    }
    long now = clock.nowMillis();
    return look.head == number && look.atMillis <= now && now - look.atMillis < knowledgeMillis;
  }

  /**
   * The newest entry.
   *
   * @throws ProtocolException if it has expired: then newer ones may have been removed
   */
  public Optional<Numbered<E>> head(String lane) {
    long before = clock.nowMillis();
    Optional<LogEntry> head = log.head(lane);
    head.ifPresent(each -> requireAlive(lane, each, before));
    looks.put(lane, new Look(head.map(LogEntry::number).orElse(NO_ENTRY), before));
    return head.map(this::decoded);
  }

  /**
   * The last entry before those that are behind something; the first one that has not expired where
   * all are. By halves: a lane may have as many entries as a lifetime has batches.
   *
   * @param isBehind holds for no entry, or from one of them on for all
   * @return its number, nothing if the lane has no entry
   */
  public OptionalLong lastBefore(String lane, Predicate<E> isBehind) {
    Optional<LogEntry> end = log.head(lane);
    if (end.isEmpty() || !isBehind.test(decode.apply(end.get().bytes()))) {
      return end.isEmpty() ? OptionalLong.empty() : OptionalLong.of(end.get().number());
    }
    long from = 1; // entry 0 is not looked into: that of borders is kept for good, its bulk is not
    long first = end.get().number(); // the first one behind it that is known
    long look = 1; // seldom has the lane's beginning expired
    while (from < first) {
      List<LogEntry> read = log.read(lane, look, 1);
      LogEntry entry = read.isEmpty() ? end.get() : read.get(0);
      if (entry.number() >= first) {
        from = first; // all before it are gone
      } else if (isAlive(entry) && isBehind.test(decode.apply(entry.bytes()))) {
        from = entry.number() > look ? entry.number() : from;
        first = entry.number();
      } else {
        from = entry.number() + 1;
      }
      look = from + (first - from) / 2;
    }
    if (first > 0) {
      List<LogEntry> before = log.read(lane, first - 1, 1);
      boolean there = !before.isEmpty() && before.get(0).number() < first;
      first -= there && isAlive(before.get(0)) ? 1 : 0;
    }
    return OptionalLong.of(first);
  }

  private boolean isAlive(LogEntry entry) {
    return entry.expiry().isAfter(Instant.ofEpochMilli(clock.nowMillis()));
  }

  /** An entry by its number, nothing where it is not there. */
  public Optional<Numbered<E>> find(String lane, long number) {
    return log.read(lane, number, 1).stream()
        .filter(each -> each.number() == number)
        .findFirst()
        .map(this::decoded);
  }

  /** The newest entry that is there, whether newer ones have expired or not. */
  public Optional<Numbered<E>> newest(String lane) {
    return log.head(lane).map(this::decoded);
  }

  /** Whether a lane can be read from its first entry on: that is there, or nothing has been put. */
  public boolean isWhole(String lane) {
    long now = clock.nowMillis();
    List<LogEntry> first = log.read(lane, 0, 1);
    return first.isEmpty()
        || first.get(0).number() == 0 && first.get(0).expiry().isAfter(Instant.ofEpochMilli(now));
  }

  /** Entries that have expired are removed in any order: the last one there need not be the end. */
  private static void requireAlive(String lane, LogEntry end, long nowMillis) {
    if (!end.expiry().isAfter(Instant.ofEpochMilli(nowMillis))) {
      throw new ProtocolException(
          "SLUICE-E20",
          "entry "
              + end.number()
              + " at the end of lane "
              + lane
              + " expired at "
              + end.expiry()
              + ": the lane stood still for longer than entries live, and entries may be missing");
    }
  }

  /**
   * The entries from a number up to and including another, or to the end of the lane.
   *
   * @throws ProtocolException if one is missing
   */
  public List<Numbered<E>> read(String lane, long from, long to) {
    List<Numbered<E>> entries = new ArrayList<>();
    long next = from;
    while (next <= to) {
      long before = clock.nowMillis();
      int limit = (int) Math.min(READ_BATCH - 1, to - next) + 1;
      List<LogEntry> batch = log.read(lane, next, limit);
      for (LogEntry each : batch) {
        if (each.number() != next) {
          throw gap(lane, next, each.number());
        }
        entries.add(decoded(each));
        next++;
      }
      if (batch.size() < limit) {
        // Nothing behind an entry that is gone itself proves nothing.
        if (!batch.isEmpty()) {
          requireAlive(lane, batch.get(batch.size() - 1), before);
        }
        if (next > from || isEnd(lane, next - 1)) {
          looks.put(lane, new Look(next - 1, before));
        }
        break;
      }
    }
    return entries;
  }

  /** As {@link #read}, and all of the entries must be there. */
  public List<Numbered<E>> readAll(String lane, long from, long to) {
    List<Numbered<E>> entries = read(lane, from, to);
    if (entries.size() != to - from + 1) {
      throw gap(lane, from + entries.size(), to);
    }
    return entries;
  }

  /**
   * The next entries from a number on that are there, whether any between them have expired or not.
   *
   * @param limit how many at most
   */
  public List<Numbered<E>> readThere(String lane, long from, int limit) {
    return log.read(lane, from, limit).stream().map(this::decoded).toList();
  }

  /** What a reader says who finds another entry than the one that it needs. */
  public static ProtocolException gap(String lane, long missing, long found) {
    return new ProtocolException(
        "SLUICE-E04",
        "lane "
            + lane
            + " has a gap: entry "
            + missing
            + " is missing though entry "
            + found
            + " is needed or there; it expired before it was read");
  }

  private Numbered<E> decoded(LogEntry each) {
    return new Numbered<>(each.number(), decode.apply(each.bytes()));
  }
}
