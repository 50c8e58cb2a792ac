package dev.sluice.simulation;

import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where mappings and functions begin to read shards of which they have nothing: both are told the
 * same time, and take no record that arrived before.
 */
final class Starts implements Source {
  private final Source source;
  private Map<String, Map<String, Position>> behind;

  /** They begin with the oldest records of the streams in a source. */
  Starts(Source source) {
    this(source, Map.of());
  }

  private Starts(Source source, Map<String, Map<String, Position>> behind) {
    this.source = source;
    this.behind = behind;
  }

  /**
   * What a process is told that starts now: it goes on with that, whatever others are told later.
   */
  Starts ofNow() {
    return new Starts(source, behind);
  }

  /** They begin with the records that arrived at a time, or since. */
  void at(long millis, Collection<MemoryStream> streams) {
    Map<String, Map<String, Position>> next = new HashMap<>();
    for (MemoryStream stream : streams) {
      Map<String, Position> shards = new HashMap<>();
      stream.shards(stream.name()).forEach(each -> shards.put(each.id(), Position.START));
      shards.replaceAll((shard, start) -> lastBefore(millis, stream, shard));
      next.put(stream.name(), shards);
    }
    behind = next;
  }

  private static Position lastBefore(long millis, MemoryStream stream, String shard) {
    Position last = Position.START;
    for (MemoryRecord each : stream.read(shard, Position.START, Integer.MAX_VALUE)) {
      if (each.stampMillis() >= millis) {
        break;
      }
      last = Position.of(each.sequence());
    }
    return last;
  }

  /** Behind what a read begins of which all is wanted that is behind a position. */
  Position behind(String stream, String shard, Position after) {
    return after.equals(Position.START)
        ? behind.getOrDefault(stream, Map.of()).getOrDefault(shard, Position.START)
        : after;
  }

  @Override
  public List<Shard> shards(String stream) {
    return source.shards(stream);
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    return source.probe(stream, shardId, behind(stream, shardId, after));
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    return source.hashKeys(stream, shardId);
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    return source.missed(stream, shardId, behind(stream, shardId, after), maxRecords);
  }
}
