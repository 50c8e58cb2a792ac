package dev.sluice.testkit.faults;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongBiFunction;

/**
 * A stream that lists shards late, does not answer, and finds nothing though it says that there is
 * something.
 *
 * @param listedForMillis how long a shard of a stream has been listed, less than 0 for not yet
 */
public record FaultySource(
    Source source, Trouble trouble, ToLongBiFunction<String, String> listedForMillis)
    implements Source {
  /** A listing may be so old. */
  public static final long STALE_MILLIS = 3_000;

  @Override
  public List<Shard> shards(String stream) {
    trouble.mayFail(Fault.LISTING_FAILS, () -> stream);
    List<Shard> all = source.shards(stream);
    List<Shard> found = listed(0, stream, all);
    List<Shard> before = listed(STALE_MILLIS, stream, found);
    boolean hasNew = before.size() < found.size();
    return hasNew && trouble.happens(Fault.STALE_LISTING, () -> stream) ? before : found;
  }

  /** Those of some shards that have been listed for so long. */
  private List<Shard> listed(long millis, String stream, List<Shard> some) {
    List<Shard> found = new ArrayList<>();
    for (Shard shard : some) {
      if (listedForMillis.applyAsLong(stream, shard.id()) >= millis) {
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
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    trouble.mayFail(Fault.PROBE_FAILS, () -> shardId);
    trouble.mayPause(() -> "before a read of " + shardId);
    Optional<Missed> found = source.missed(stream, shardId, after, maxRecords);
    trouble.mayPause(() -> "behind a read of " + shardId);
    return found;
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
