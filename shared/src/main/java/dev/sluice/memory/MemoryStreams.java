package dev.sluice.memory;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Several streams in memory behind one port, for apps that read more than one. */
public final class MemoryStreams implements Source {
  private final Map<String, MemoryStream> byName;

  /** Puts streams of different names together. */
  public MemoryStreams(List<MemoryStream> streams) {
    byName =
        streams.stream()
            .collect(Collectors.toUnmodifiableMap(MemoryStream::name, Function.identity()));
  }

  @Override
  public List<Shard> shards(String stream) {
    return find(stream).shards(stream);
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    return find(stream).probe(stream, shardId, after);
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    return find(stream).hashKeys(stream, shardId);
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    return find(stream).missed(stream, shardId, after, maxRecords);
  }

  private MemoryStream find(String stream) {
    MemoryStream found = byName.get(stream);
    if (found == null) {
      throw new StoreRefusedException(
          "there is no stream '" + stream + "'; there are " + byName.keySet());
    }
    return found;
  }
}
