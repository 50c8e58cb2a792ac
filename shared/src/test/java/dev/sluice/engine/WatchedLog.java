package dev.sluice.engine;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import java.time.Instant;
import java.util.function.IntConsumer;

/** A log that lets something happen before and behind each put: 0 before the first, 1 behind it. */
final class WatchedLog extends ForwardingLog {
  private final IntConsumer happens;
  private int moment;

  WatchedLog(LogStore log, IntConsumer happens) {
    super(log);
    this.happens = happens;
  }

  int moments() {
    return moment;
  }

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    happens.accept(moment++);
    Append answer = super.append(lane, number, entry, expiry);
    happens.accept(moment++);
    return answer;
  }
}
