package dev.sluice.aws;

import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreMetrics;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads of the shards of Kinesis, by iterators, which live for 5 minutes. */
final class ShardReads {

  /**
   * Reads at a time. A read looks at a part of the shard only and may come back empty-handed before
   * it reaches the end; a shard takes 5 reads a second, and its mapping needs one of them.
   */
  static final int MAX_READS = 3;

  record Place(String stream, String shardId) {}

  private final KinesisClient kinesis;
  private final Metrics metrics;
  private final Optional<Instant> start;

  ShardReads(KinesisClient kinesis, Metrics metrics, Optional<Instant> start) {
    this.kinesis = kinesis;
    this.metrics = metrics;
    this.start = start;
  }

  /** Begins with the record at a position, or the one behind it where that is gone. */
  String at(Place place, Position position) {
    return position.equals(Position.START)
        ? behind(place, position)
        : iterator(
            request(place)
                .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                .startingSequenceNumber(position.sequence()));
  }

  /** Begins behind the record at a position, or where the mapping starts. */
  String behind(Place place, Position position) {
    GetShardIteratorRequest.Builder request = request(place);
    if (position.sequence().isEmpty() && start.isPresent()) {
      request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(start.get());
    } else if (position.sequence().isEmpty()) {
      request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    } else {
      request
          .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .startingSequenceNumber(position.sequence());
    }
    return iterator(request);
  }

  private static GetShardIteratorRequest.Builder request(Place place) {
    return GetShardIteratorRequest.builder().streamName(place.stream).shardId(place.shardId);
  }

  private String iterator(GetShardIteratorRequest.Builder request) {
    return kinesis.getShardIterator(request.build()).shardIterator();
  }

  GetRecordsResponse read(String iterator, int limit) {
    metrics.count(StoreMetrics.STREAM_READS, 1);
    return kinesis.getRecords(
        GetRecordsRequest.builder().shardIterator(iterator).limit(limit).build());
  }

  /** How far a read was from the end. Without a figure nothing is known, nor may follow from it. */
  static long millisBehind(GetRecordsResponse read) {
    return read.millisBehindLatest() == null ? Long.MAX_VALUE : read.millisBehindLatest();
  }
}
