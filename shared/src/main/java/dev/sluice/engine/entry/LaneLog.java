package dev.sluice.engine.entry;

import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.Append;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of lane in the log, with entries as objects.
 *
 * @param <E> the type of the entries
 */
public final class LaneLog<E> {

  /** An entry and its number. */
  public record Numbered<E>(long number, E entry) {}

  /** Entries of one read: some megabytes at most, where all bulk is inline. */
  private static final int READ_BATCH = 250;

  private final LogStore log;
  private final Clock clock;
  private final Duration lifetime;
  private final Function<E, byte[]> encode;
  private final Function<byte[], E> decode;

  public LaneLog(
      LogStore log,
      Clock clock,
      Duration lifetime,
      Function<E, byte[]> encode,
      Function<byte[], E> decode) {
    this.log = log;
    this.clock = clock;
    this.lifetime = lifetime;
    this.encode = encode;
    this.decode = decode;
  }

  /**
   * Puts an entry if its number is free.
   *
   * @return whether it is in the log; if not, somebody else's is
   * @throws StoreUnavailableException if the log refuses for now
   */
  public boolean append(String lane, long number, E entry) {
    Instant expiry = Instant.ofEpochMilli(clock.nowMillis()).plus(lifetime);
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

  public Optional<Numbered<E>> head(String lane) {
    return log.head(lane).map(this::decoded);
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

  private static ProtocolException gap(String lane, long missing, long found) {
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
