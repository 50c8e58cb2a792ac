package dev.sluice.engine;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Passes everything on to another source, for sources that do something else in one method. */
public abstract class ForwardingSource implements Source {
  private final Supplier<Source> source;

  protected ForwardingSource(Source source) {
    this(() -> source);
  }

  /**
   * @param source asked at each call, where there may be another one since
   */
  protected ForwardingSource(Supplier<Source> source) {
    this.source = source;
  }

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
