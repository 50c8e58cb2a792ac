package dev.sluice.engine;

import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What brings a stream's records to processes, again and again until they are acknowledged. */
final class Mapping {
  private final MemoryStream stream;
  private final LogStore log;
  private final Trouble trouble;
  private final Consumer<Consumer<Engine>> processes;
  private final Map<String, Position> acknowledged = new HashMap<>();

  /** Of the app's source where it is pulled, else empty: then records are delivered. */
  private final Optional<String> pulled;

  /** How often it was made anew. */
  private int beginnings;

  /**
   * @param pulled the app's own source that reads the records, if it has one: then none are
   *     delivered
   * @param processes lets one of them work
   */
  Mapping(
      MemoryStream stream,
      LogStore log,
      Trouble trouble,
      Optional<String> pulled,
      Consumer<Consumer<Engine>> processes) {
    this.stream = stream;
    this.log = log;
    this.trouble = trouble;
    this.pulled = pulled;
    this.processes = processes;
  }

  /** It is made anew, and begins with the oldest record. */
  void beginAnew() {
    beginnings++;
    acknowledged.clear();
  }

  /** Gives some records of a shard to a process. */
  void deliver(Source.Shard shard) {
    if (pulled.isPresent() || !shard.parents().stream().allMatch(this::isDrained)) {
      return;
    }
    boolean again = trouble.happens("redelivery", trouble.chances.redeliveries());
    Position from = again ? Position.START : acknowledged(shard.id());
    int count = 1 + trouble.random.nextInt(trouble.chances.maxCall());
    List<MemoryRecord> records = stream.read(shard.id(), from, count);
    if (!records.isEmpty()) {
      List<InRecord> call = records.stream().map(Mapping::in).toList();
      processes.accept(engine -> deliver(engine, shard.id(), call));
    }
  }

  private void deliver(Engine engine, String shardId, List<InRecord> call) {
    int before = beginnings;
    try {
      Transform.Outcome outcome = engine.transform().apply(stream.name(), shardId, call);
      if (beginnings != before) {
        return; // the answer goes to a mapping that is no more
      }
      Optional<Position> open = outcome.firstOpen();
      call.stream()
          .map(InRecord::position)
          .takeWhile(each -> open.isEmpty() || each.compareTo(open.get()) < 0)
          .filter(each -> each.compareTo(acknowledged(shardId)) > 0)
          .forEach(each -> acknowledged.put(shardId, each));
    } catch (RefusedException e) {
      trouble.happens("refused call", 1); // delivered again
    }
  }

  private static InRecord in(MemoryRecord r) {
    return new InRecord(Position.of(r.sequence()), r.stampMillis(), r.partitionKey(), r.data());
  }

  private Position acknowledged(String shardId) {
    if (pulled.isPresent()) {
      return log.head(Lanes.shard(pulled.get(), shardId))
          .map(head -> ShardEntry.decode(head.bytes()).position())
          .orElse(Position.START);
    }
    return acknowledged.getOrDefault(shardId, Position.START);
  }

  private List<Source.Shard> shards() {
    return stream.shards(stream.name());
  }

  /** Whether all records are committed. */
  boolean isIdle() {
    return shards().stream().allMatch(each -> isRead(each.id()));
  }

  private boolean isRead(String shardId) {
    return stream.read(shardId, acknowledged(shardId), 1).isEmpty() || isForgotten(shardId);
  }

  /** Entries of a lane that ended long ago expire; its children are there only because it ended. */
  private boolean isForgotten(String shardId) {
    return pulled.isPresent()
        && stream.isClosed(shardId)
        && shards().stream()
            .anyMatch(each -> each.parents().contains(shardId) && hasEntries(each.id()));
  }

  private boolean hasEntries(String shardId) {
    return log.head(Lanes.shard(pulled.get(), shardId)).isPresent();
  }

  private boolean isDrained(String shardId) {
    return stream.isClosed(shardId) && isRead(shardId);
  }

  /** How far it is, for whoever looks for the reason of a failure. */
  @Override
  public String toString() {
    return acknowledged.toString();
  }
}
