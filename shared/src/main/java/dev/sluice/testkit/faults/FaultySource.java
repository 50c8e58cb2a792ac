package dev.sluice.testkit.faults;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A stream that lists shards late, does not answer, and finds nothing though it says that there is
 * something.
 *
 * @param listed whether a shard of a stream is listed yet
 */
public record FaultySource(Source source, Trouble trouble, BiPredicate<String, String> listed)
    implements Source {

  @Override
  public List<Shard> shards(String stream) {
    trouble.mayFail(Fault.LISTING_FAILS, () -> stream);
    List<Shard> found = new ArrayList<>();
    for (Shard shard : source.shards(stream)) {
      if (listed.test(stream, shard.id())) {
        found.add(shard);
      }
    }
    return found;
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    trouble.mayFail(Fault.LISTING_FAILS, () -> shardId);
    return source.hashKeys(stream, shardId);
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    trouble.mayFail(Fault.PROBE_FAILS, () -> shardId);
    trouble.mayPause(() -> "before a probe of " + shardId);
    Probe found = source.probe(stream, shardId, after);
    trouble.mayPause(() -> "behind a probe of " + shardId);
    trouble.mayPause(Fault.PROBE_ANSWERED_LATE, () -> shardId);
    if (!found.ended() && trouble.happens(Fault.PROBE_LAGS, () -> shardId)) {
      return new Probe(true, 1 + found.millisBehindLatest(), false, List.of());
    }
    return found;
  }
}
