package dev.sluice.engine;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A log that is throttled, does not answer, or answers no more though it did what was asked. */
record FaultyLog(LogStore log, Random random, int oneIn) implements LogStore {

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    if (fails()) {
      return new Append.Throttled("a test");
    }
    Append answer = log.append(lane, number, entry, expiry);
    if (fails()) {
      throw new StoreUnavailableException("the answer was lost", null);
    }
    return answer;
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    failSometimes();
    return log.head(lane);
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    failSometimes();
    return log.read(lane, fromNumber, limit);
  }

  private void failSometimes() {
    if (fails()) {
      throw new StoreUnavailableException("no answer", null);
    }
  }

  private boolean fails() {
    return oneIn > 0 && random.nextInt(oneIn) == 0;
  }
}
