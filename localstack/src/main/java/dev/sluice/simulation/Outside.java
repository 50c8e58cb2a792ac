package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.DiscardedBatch;
import dev.sluice.local.mapping.ShardRecord;
import dev.sluice.local.mapping.SteppedMapping;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.testkit.faults.Dice;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a mapping finds around it: the stream, and functions that somebody else runs. */
final class Outside implements SteppedMapping.Surroundings {

  /** Runs calls of the transform function. */
  interface Calls {
    /**
     * Runs the call of a mapping.
     *
     * @param mayGiveUp lets the mapping take it for timed out although it goes on
     */
    StreamsEventResponse call(KinesisEvent event, Runnable mayGiveUp) throws Exception;

    /**
     * Runs somebody's call at the same time as another one.
     *
     * @param other makes the other one, unless it was made
     */
    void callBeside(KinesisEvent event, Runnable other);
  }

  /** A call beside another one begins so many records before it, or fewer. */
  private static final int MOST_BEFORE = 4;

  /** It goes so many records beyond its end, or fewer, or has an end within it. */
  private static final int MOST_BEHIND = 6;

  private final MemoryStream stream;
  private final Starts starts;
  private final MemoryClock clock;
  private final Predicate<String> listed;
  private final Calls calls;
  private final Map<String, Position> skipped = new HashMap<>();
  private final Consumer<DiscardedBatch> discarded;
  private final Dice dice;

  /**
   * @param listed whether the stream lists a shard
   * @param discarded takes the batches that are given up
   * @param dice say what those have who call beside the mapping
   */
  Outside(
      MemoryStream stream,
      Starts starts,
      MemoryClock clock,
      Predicate<String> listed,
      Calls calls,
      Consumer<DiscardedBatch> discarded,
      Dice dice) {
    this.discarded = discarded;
    this.dice = dice;
    this.stream = stream;
    this.starts = starts;
    this.clock = clock;
    this.listed = listed;
    this.calls = calls;
  }

  /** Lets a new mapping begin behind what each shard holds now. */
  void skip() {
    for (Source.Shard shard : stream.shards(stream.name())) {
      List<MemoryRecord> there = stream.read(shard.id(), Position.START, Integer.MAX_VALUE);
      if (!there.isEmpty()) {
        skipped.put(shard.id(), Position.of(there.get(there.size() - 1).sequence()));
      }
    }
  }

  @Override
  public List<Source.Shard> shards() {
    List<Source.Shard> shards = new ArrayList<>();
    for (Source.Shard shard : stream.shards(stream.name())) {
      if (listed.test(shard.id())) {
        shards.add(shard);
      }
    }
    return shards;
  }

  @Override
  public SteppedMapping.Read read(String shardId, String after, int limit) {
    Position from = after == null ? beginning(shardId) : Position.of(after);
    List<MemoryRecord> found = stream.read(shardId, from, Math.max(1, limit));
    boolean more = false;
    if (!found.isEmpty()) {
      Position last = Position.of(found.get(found.size() - 1).sequence());
      more = !stream.read(shardId, last, 1).isEmpty();
    }
    boolean ended = !more && stream.isClosed(shardId);
    List<ShardRecord> records = new ArrayList<>(found.size());
    found.forEach(each -> records.add(record(each)));
    return new SteppedMapping.Read(records, more, ended);
  }

  private Position beginning(String shardId) {
    Position start = starts.behind(stream.name(), shardId, Position.START);
    return skipped.getOrDefault(shardId, start);
  }

  private static ShardRecord record(MemoryRecord r) {
    return new ShardRecord(
        r.sequence(),
        r.partitionKey(),
        ByteBuffer.wrap(r.data()),
        Instant.ofEpochMilli(r.stampMillis()));
  }

  @Override
  public StreamsEventResponse invoke(KinesisEvent event, Runnable giveUp) throws Exception {
    return calls.call(event, giveUp);
  }

  @Override
  public void invokeBeside(Batch batch, Function<Batch, KinesisEvent> events, Runnable call) {
    calls.callBeside(events.apply(new Batch(batch.shardId(), cutOtherwise(batch))), call);
  }

  /** Records from some before a batch on, to some within it or behind it. */
  private List<ShardRecord> cutOtherwise(Batch batch) {
    List<ShardRecord> records = batch.records();
    String first = records.get(0).sequenceNumber();
    Position from = Position.of(first);
    List<MemoryRecord> there =
        stream.read(batch.shardId(), beginning(batch.shardId()), Integer.MAX_VALUE);
    int at = 0;
    while (at < there.size() && Position.of(there.get(at).sequence()).compareTo(from) < 0) {
      at++;
    }
    int before = Math.min(at, dice.below(MOST_BEFORE));
    int size = 1 + dice.below(records.size() + MOST_BEHIND);
    List<ShardRecord> cut = new ArrayList<>();
    there.subList(at - before, at).forEach(each -> cut.add(record(each)));
    if (at < there.size() && there.get(at).sequence().equals(first)) {
      there.subList(at, Math.min(there.size(), at + size)).forEach(each -> cut.add(record(each)));
    } else {
      cut.addAll(records.subList(0, Math.min(records.size(), size))); // some of it has expired
    }
    return cut;
  }

  @Override
  public void discarded(DiscardedBatch batch) {
    discarded.accept(batch);
  }

  @Override
  public long nowMillis() {
    return clock.nowMillis();
  }
}
