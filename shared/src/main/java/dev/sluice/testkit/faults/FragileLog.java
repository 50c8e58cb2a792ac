package dev.sluice.testkit.faults;

import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A log whose table can be lost, or fall back to how it was. Who has opened it before goes on with
 * the old table, and does not see the new one.
 */
public final class FragileLog implements LogStore {

  /** A put that came to the table, in order. */
  private record Put(String lane, long number, byte[] entry, Instant expiry, long atMillis) {}

  /** A table with all that was put into it. */
  private record Table(MemoryLog log, List<Put> puts, Clock clock) implements LogStore {
    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      Append answer = log.append(lane, number, entry, expiry);
      if (answer instanceof Append.Appended) {
        puts.add(new Put(lane, number, entry.clone(), expiry, clock.nowMillis()));
      }
      return answer;
    }

    @Override
    public Optional<LogEntry> head(String lane) {
      return log.head(lane);
    }

    @Override
    public List<LogEntry> read(String lane, long fromNumber, int limit) {
      return log.read(lane, fromNumber, limit);
    }
  }

  private final Clock clock;
  private final Metrics metrics;
  private Table table;

  /**
   * An empty log.
   *
   * @param clock says what has expired
   * @param metrics takes the counters of {@link dev.sluice.ports.StoreMetrics}
   */
  public FragileLog(Clock clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
    this.table = empty();
  }

  private Table empty() {
    return new Table(new MemoryLog(clock, metrics), new ArrayList<>(), clock);
  }

  /** The table of now, for a process that starts. */
  public LogStore open() {
    return table;
  }

  /** How many puts the table of now had taken before a time. */
  public int puts(long beforeMillis) {
    return (int) table.puts.stream().filter(each -> each.atMillis < beforeMillis).count();
  }

  /** The newest entry of a lane behind so many puts into the table of now. */
  public Optional<byte[]> newest(String lane, int puts) {
    return table.puts.subList(0, puts).stream()
        .filter(each -> each.lane.equals(lane))
        .reduce((one, next) -> next)
        .map(Put::entry);
  }

  /** The table is gone, and there is an empty one. */
  public void lose() {
    table = empty();
  }

  /**
   * The table is what it was after some puts.
   *
   * @param witness is told of each of them
   */
  public void fallBack(int puts, Witness witness) {
    List<Put> kept = table.puts.subList(0, puts);
    table = empty();
    for (Put each : kept) {
      table.log.append(each.lane, each.number, each.entry, each.expiry);
      table.puts.add(each);
      witness.appended(each.lane, each.number, each.entry);
    }
  }

  /** Removes what has expired; how many entries that were. */
  public int vacuum() {
    return table.log.vacuum();
  }

  /**
   * Removes some of what has expired; how many entries that were.
   *
   * @param some says of an entry that has expired, and its lane, whether it goes now
   */
  public int vacuum(BiPredicate<String, LogEntry> some) {
    return table.log.vacuum(some);
  }

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    return table.append(lane, number, entry, expiry);
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    return table.head(lane);
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    return table.read(lane, fromNumber, limit);
  }
}
