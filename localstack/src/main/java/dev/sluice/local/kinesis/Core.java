package dev.sluice.local.kinesis;

import dev.sluice.ports.Clock;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operations share: the state, the ways to find things in it and the one way to change it.
 * Guarded by the lock of {@link KinesisStreams}.
 */
final class Core {

  private static final Pattern SHARD_ID = Pattern.compile("(?:.*-)?(\\d{1,12})");

  final StreamsState state = new StreamsState();
  final ArrivalStamps stamps;
  final Clock iteratorClock;
  final KinesisSettings settings;
  private final Journal journal;
  private boolean broken;

  Core(ArrivalStamps stamps, Clock iteratorClock, KinesisSettings settings, Journal journal) {
    this.stamps = stamps;
    this.iteratorClock = iteratorClock;
    this.settings = settings;
    this.journal = journal;
    journal.replay(state::apply);
    stamps.resume(state.accepted(), state.newestMillis());
  }

  /**
   * Keeps a change, then makes it. What ends it between the two, such as a lack of memory, leaves
   * streams that are behind their journal: a client that asked again would have its records twice.
   */
  void commit(Change change) {
    if (broken) {
      throw KinesisException.internal(
          "A change of the streams was cut off before, so they take no other one. End this process"
              + " and start anew, with more memory if that was short: what was answered is kept.");
    }
    broken = true;
    try {
      journal.append(change, state);
    } catch (RuntimeException refused) {
      broken = false;
      throw refused;
    }
    state.apply(change);
    broken = false;
  }

  long nowMillis() {
    return stamps.nowMillis();
  }

  StreamState stream(String name) {
    StreamState stream = state.streams.get(name);
    if (stream == null) {
      throw KinesisException.notFound(
          String.format(
              Locale.ROOT, "Stream %s under account %s not found.", name, settings.account()));
    }
    return stream;
  }

  /** The number in a shard id; AWS takes {@code shardId-000000000001} and {@code 1} alike. */
  int shardNumber(StreamState stream, String shardId) {
    Matcher form = SHARD_ID.matcher(shardId);
    long number = form.matches() ? Long.parseLong(form.group(1)) : Long.MAX_VALUE;
    if (number > Integer.MAX_VALUE) {
      throw couldNotFind(stream, shardId);
    }
    return (int) number;
  }

  /** A shard that is not gone. */
  ShardState shard(StreamState stream, String shardId) {
    int number = shardNumber(stream, shardId);
    if (number >= stream.shards.size()
        || stream.shards.get(number).isGone(stream.horizonMillis(nowMillis()))) {
      throw couldNotFind(stream, ShardState.idOf(number));
    }
    return stream.shards.get(number);
  }

  private KinesisException couldNotFind(StreamState stream, String shardId) {
    return KinesisException.notFound(
        String.format(
            Locale.ROOT,
            "Could not find shard %s in stream %s under account %s.",
            shardId,
            stream.name,
            settings.account()));
  }

  /** Refuses what would make more open shards than are allowed. */
  void checkShardLimit(int additional) {
    int open = state.streams.values().stream().mapToInt(s -> s.openShards().size()).sum();
    if (open + additional > settings.maxOpenShards()) {
      throw KinesisException.limitExceeded(
          String.format(
              Locale.ROOT,
              "This request would exceed the shard limit for the account %s in %s. Current shard"
                  + " count for the account: %d. Limit: %d. Number of additional shards that would"
                  + " have resulted from this request: %d.",
              settings.account(),
              settings.region(),
              open,
              settings.maxOpenShards(),
              additional));
    }
  }

  void close() {
    journal.close();
  }
}
