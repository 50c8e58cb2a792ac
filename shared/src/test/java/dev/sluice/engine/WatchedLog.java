package dev.sluice.engine;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A log that lets something happen before and behind each put: 0 before the first, 1 behind it. */
final class WatchedLog implements LogStore {
  private final LogStore log;
  private final IntConsumer happens;
  private int moment;

  WatchedLog(LogStore log, IntConsumer happens) {
    this.log = log;
    this.happens = happens;
  }

  int moments() {
    return moment;
  }

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    happens.accept(moment++);
    Append answer = log.append(lane, number, entry, expiry);
    happens.accept(moment++);
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
