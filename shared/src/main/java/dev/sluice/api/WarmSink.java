package dev.sluice.api;

import java.util.List;

/** Opens a sink when it is needed first, and keeps it open until a call fails. */
final class WarmSink<T> implements BatchFunction<T> {
  private final String name;
  private final Sink<T> sink;
  private BatchFunction<T> open;

  WarmSink(String name, Sink<T> sink) {
    this.name = name;
    this.sink = sink;
  }

  /** Several buckets of a local run may come at once: they wait for one another. */
  @Override
  public synchronized void accept(List<T> rows, BatchInfo batch) throws Exception {
    if (open == null) {
      open = sink.open(name);
    }
    BatchFunction<T> used = open;
    open = null;
    try {
      used.accept(rows, batch);
      open = used;
    } finally {
      if (open == null) {
        close(used);
      }
    }
  }

  /** What the call threw counts, not what closing throws behind it. */
  private static void close(Object used) {
    if (used instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        return;
      }
    }
  }

  /** The sink of a client and a function. */
  static <C, T> Sink<T> of(ClientFactory<C> clients, PartitionFunction<C, T> function) {
    return name -> new Partition<>(clients.open(), function);
  }

  private record Partition<C, T>(C client, PartitionFunction<C, T> function)
      implements BatchFunction<T>, AutoCloseable {
    @Override
    public void accept(List<T> rows, BatchInfo batch) throws Exception {
      function.accept(client, rows.iterator(), batch);
    }

    @Override
    public void close() {
      WarmSink.close(client);
    }
  }
}
