package dev.sluice.functions;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes what a process may never use when it is used first: a client takes some 100 ms of a cold
 * start, and most calls of a transform need neither S3 nor Kinesis.
 */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    if (made == null) {
      made = maker.get();
    }
    return made;
  }

  /** A store that is made when it is used. */
  record Objects(Supplier<? extends ObjectStore> store) implements ObjectStore {
    @Override
    public Put putIfAbsent(String name, byte[] content) {
      return store.get().putIfAbsent(name, content);
    }

    @Override
    public Map<String, Put> putAllIfAbsent(Map<String, byte[]> contents) {
      return store.get().putAllIfAbsent(contents);
    }

    @Override
    public Optional<byte[]> get(String name) {
      return store.get().get(name);
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> names) {
      return store.get().getAll(names);
    }

    @Override
    public Optional<byte[]> getRange(String name, long offset, int length) {
      return store.get().getRange(name, offset, length);
    }

    @Override
    public List<String> list(String prefix) {
      return store.get().list(prefix);
    }
  }

  /** A source that is made when it is asked. */
  record Asked(Supplier<? extends Source> source) implements Source {
    @Override
    public List<Shard> shards(String stream) {
      return source.get().shards(stream);
    }

    @Override
    public Probe probe(String stream, String shardId, Position after) {
      return source.get().probe(stream, shardId, after);
    }

    @Override
    public HashRange hashKeys(String stream, String shardId) {
      return source.get().hashKeys(stream, shardId);
    }

    @Override
    public Optional<Pulled> pull(String stream, String shardId, Position after, int maxRecords) {
      return source.get().pull(stream, shardId, after, maxRecords);
    }

    @Override
    public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
      return source.get().missed(stream, shardId, after, maxRecords);
    }
  }
}
