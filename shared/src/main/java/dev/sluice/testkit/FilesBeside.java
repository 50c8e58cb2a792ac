package dev.sluice.testkit;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.util.List;
import java.util.Optional;

/** Files, and beside them streams of all kinds that the harness delivers. */
record FilesBeside(Source files, Source streams) implements Source {

  @Override
  public List<Shard> shards(String stream) {
    return isFiles(stream) ? files.shards(name(stream)) : streams.shards(stream);
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    return isFiles(stream)
        ? files.probe(name(stream), shardId, after)
        : streams.probe(stream, shardId, after);
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    return streams.hashKeys(stream, shardId);
  }

  @Override
  public Optional<Pulled> pull(String stream, String shardId, Position after, int maxRecords) {
    return isFiles(stream)
        ? files.pull(name(stream), shardId, after, maxRecords)
        : streams.pull(stream, shardId, after, maxRecords);
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    return isFiles(stream) ? Optional.empty() : streams.missed(stream, shardId, after, maxRecords);
  }

  private static boolean isFiles(String stream) {
    return SourceId.parse(stream).kind() == SourceKind.FILES;
  }

  private static String name(String stream) {
    return SourceId.parse(stream).name();
  }
}
