package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Change.Moment;
import dev.sluice.local.kinesis.Change.RecordsStored;
import dev.sluice.local.kinesis.Change.Resharded;
import dev.sluice.local.kinesis.Change.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All streams, as far as changes made them. {@link #apply} decides nothing and reads no clock:
 * equal changes give equal streams. Guarded by the lock of {@link KinesisStreams}.
 */
public final class StreamsState {

  final TreeMap<String, StreamState> streams = new TreeMap<>();
  final Map<String, Long> cursors = new HashMap<>();
  private long accepted;
  private long newestMillis;

  StreamsState() {}

  /** How many records were ever accepted, over all streams. */
  long accepted() {
    return accepted;
  }

  /** The newest arrival stamp ever given; 0 before the first. */
  long newestMillis() {
    return newestMillis;
  }

  void apply(Change change) {
    if (change instanceof RecordsStored stored) {
      store(stored);
    } else if (change instanceof Resharded resharded) {
      reshard(resharded);
    } else if (change instanceof Change.StreamCreated created) {
      create(created);
    } else if (change instanceof Change.StreamDeleted deleted) {
      streams.remove(deleted.stream());
    } else if (change instanceof Change.RetentionSet set) {
      StreamState stream = streams.get(set.stream());
      stream.retentionHours = set.hours();
      stream.dropBefore(set.horizonMillis());
    } else if (change instanceof Snapshot snapshot) {
      restore(snapshot);
    }
  }

  private void store(RecordsStored stored) {
    StreamState stream = streams.get(stored.stream());
    for (RecordsStored.Arrival arrival : stored.arrivals()) {
      Moment moment = stream.next(arrival.stampMillis());
      stream
          .shards
          .get(arrival.shard())
          .records
          .add(
              new StoredRecord(
                  moment.counter(), moment.atMillis(), arrival.partitionKey(), arrival.data()));
      newestMillis = Math.max(newestMillis, moment.atMillis());
    }
    accepted += stored.arrivals().size();
    stored.cursor().ifPresent(cursor -> cursors.put(cursor.producer(), cursor.number()));
  }

  private void create(Change.StreamCreated created) {
    StreamState stream =
        new StreamState(
            created.stream(), created.createdMillis(), created.mode(), created.maxRecordBytes());
    for (HashRange range : HashRange.even(created.shardCount())) {
      stream.add(range, List.of(), stream.next(created.createdMillis()));
    }
    streams.put(created.stream(), stream);
  }

  private void reshard(Resharded resharded) {
    StreamState stream = streams.get(resharded.stream());
    for (Resharded.Step step : resharded.steps()) {
      for (int parent : step.parents()) {
        stream.close(stream.shards.get(parent), stream.next(resharded.atMillis()));
      }
      for (HashRange range : step.ranges()) {
        stream.add(range, step.parents(), stream.next(resharded.atMillis()));
      }
    }
  }

  /** Everything but the records. */
  public Snapshot snapshot() {
    List<Snapshot.StreamPart> parts =
        streams.values().stream()
            .map(
                s ->
                    new Snapshot.StreamPart(
                        s.name,
                        s.createdMillis,
                        s.mode,
                        s.maxRecordBytes,
                        s.retentionHours,
                        s.nextCounter(),
                        s.newestMillis(),
                        s.shards.stream()
                            .map(
                                shard ->
                                    new Snapshot.ShardPart(
                                        shard.range, shard.parents, shard.opened, shard.closed()))
                            .toList()))
            .toList();
    return new Snapshot(parts, Map.copyOf(cursors), accepted, newestMillis);
  }

  private void restore(Snapshot snapshot) {
    streams.clear();
    cursors.clear();
    cursors.putAll(snapshot.cursors());
    accepted = snapshot.accepted();
    newestMillis = snapshot.newest();
    for (Snapshot.StreamPart part : snapshot.streams()) {
      StreamState stream =
          new StreamState(part.name(), part.createdMillis(), part.mode(), part.maxRecordBytes());
      stream.retentionHours = part.retentionHours();
      for (Snapshot.ShardPart shard : part.shards()) {
        ShardState added = stream.add(shard.range(), shard.parents(), shard.opened());
        shard.closed().ifPresent(moment -> stream.close(added, moment));
      }
      stream.resume(part.counter(), part.newestMillis());
      streams.put(part.name(), stream);
    }
  }

  /** Whether records of a stream that arrived at a time may still be read at another. */
  public boolean mayRead(String stream, long stampMillis, long nowMillis) {
    StreamState state = streams.get(stream);
    return state != null && state.mayRead(stampMillis, nowMillis);
  }
}
