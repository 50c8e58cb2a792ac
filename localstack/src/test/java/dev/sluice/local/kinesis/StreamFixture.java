package dev.sluice.local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tests of the model do again and again. */
public final class StreamFixture {

  public static final long START = 1_400_000_000_123L;
  public static final String STREAM = "sensors";

  public final SettableClock clock = new SettableClock(START);
  public final KinesisStreams streams;

  StreamFixture(KinesisSettings settings) {
    streams = new KinesisStreams(new WallStamps(clock), clock, settings, Journal.none());
  }

  static StreamFixture withShards(int shards) {
    StreamFixture fixture = new StreamFixture(KinesisSettings.defaults());
    fixture.streams.createStream(STREAM, shards);
    return fixture;
  }

  public static PutEntry entry(String text) {
    return new PutEntry(text.getBytes(StandardCharsets.UTF_8), text);
  }

  /** A record whose place is given by its hash key. */
  static PutEntry entryAt(String text, BigInteger hashKey) {
    return new PutEntry(
        text.getBytes(StandardCharsets.UTF_8), "key", Optional.of(hashKey.toString()));
  }

  PutResult.Stored put(String text) {
    return (PutResult.Stored) streams.put(STREAM, entry(text));
  }

  PutResult.Stored putAt(String text, BigInteger hashKey) {
    return (PutResult.Stored) streams.put(STREAM, entryAt(text, hashKey));
  }

  String iterator(int shard, IteratorStart start) {
    return streams.iterator(STREAM, "shardId-" + shard, start);
  }

  ReadResult read(int shard, IteratorStart start) {
    return streams.read(iterator(shard, start), Reading.MAX_RECORDS);
  }

  static List<String> texts(ReadResult result) {
    return result.records().stream()
        .map(record -> new String(record.data(), StandardCharsets.UTF_8))
        .toList();
  }

  /** Everything that can be read, shard by shard, as lines that show each observable detail. */
  public static List<String> dump(KinesisStreams streams, String stream) {
    List<String> lines = new ArrayList<>();
    for (ShardInfo shard : streams.shards(stream)) {
      lines.add(shard.toString());
      Optional<String> next =
          Optional.of(streams.iterator(stream, shard.id(), IteratorStart.TRIM_HORIZON));
      boolean behind = true;
      while (next.isPresent() && behind) {
        ReadResult result = streams.read(next.get(), 1_000);
        for (ReadRecord record : result.records()) {
          lines.add(
              "  %s %d %s %s"
                  .formatted(
                      record.sequenceNumber(),
                      record.stampMillis(),
                      record.partitionKey(),
                      new String(record.data(), StandardCharsets.UTF_8)));
        }
        next = result.nextIterator();
        behind = result.millisBehindLatest() > 0;
      }
    }
    return lines;
  }
}
