package dev.sluice.engine;

import dev.sluice.ports.Clock;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream that lists shards late, does not answer, and finds nothing though it says that there is
 * something.
 *
 * @param listed from when on shards are listed, in milliseconds
 */
record FaultySource(Source source, Trouble trouble, Clock clock, Map<String, Long> listed)
    implements Source {

  @Override
  public List<Shard> shards(String stream) {
    trouble.before("listing");
    return source.shards(stream).stream()
        .filter(each -> listed.getOrDefault(each.id(), 0L) <= clock.nowMillis())
        .toList();
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    trouble.before("listing");
    return source.missed(stream, shardId, after, maxRecords);
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    trouble.before("listing");
    return source.hashKeys(stream, shardId);
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    trouble.before("probe");
    Probe found = source.probe(stream, shardId, after);
    trouble.after("probe");
    if (!found.ended() && trouble.happens("empty probe with lag", trouble.chances.redeliveries())) {
      return new Probe(true, 1 + found.millisBehindLatest(), false, List.of());
    }
    return found;
  }
}
