package dev.sluice.engine;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passes everything on to another log, for logs that do something else in one method. */
public abstract class ForwardingLog implements LogStore {
  private final LogStore log;

  protected ForwardingLog(LogStore log) {
    this.log = log;
  }

  /**
   * A log of a process that stands still once, before it puts an entry into a lane.
   *
   * @param meanwhile what happens then
   */
  public static LogStore standingStill(LogStore log, String before, Runnable meanwhile) {
    return new ForwardingLog(log) {
      private boolean over;

      @Override
      public Append append(String lane, long number, byte[] entry, Instant expiry) {
        if (lane.equals(before) && !over) {
          over = true;
          meanwhile.run();
        }
        return super.append(lane, number, entry, expiry);
      }
    };
  }

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    return log.append(lane, number, entry, expiry);
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
