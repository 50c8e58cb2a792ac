package dev.sluice.simulation;

import dev.sluice.api.BatchInfo;
import java.util.List;

/** The way to a sink outside: good until a call on it throws, and then to be closed. */
public final class Connection implements AutoCloseable {
  private final String sink;
  private final Calls calls;
  private boolean failed;
  private boolean closed;

  Connection(String sink, Calls calls) {
    this.sink = sink;
    this.calls = calls;
  }

  /** The sink is called. */
  public void take(List<String> rows, BatchInfo batch) {
    if (failed || closed) {
      calls.usedInVain(sink, batch);
    }
    failed = true;
    calls.take(sink, rows, batch);
    failed = false;
  }

  /** Whether it is no good any more, and nobody has closed it. */
  boolean isLeftOpen() {
    return failed && !closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
