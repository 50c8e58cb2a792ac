package dev.sluice.local.mapping;

import dev.sluice.ports.Source.Shard;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Reads a shard from front to end. Where an iterator expired, a new one goes on behind the last
 * record.
 */
final class ShardReader {

  /**
   * What a read gave.
   *
   * @param ended whether the shard is closed and has no record behind these
   * @param children the shards that follow, where it has ended
   */
  record Result(
      List<ShardRecord> records, long millisBehindLatest, boolean ended, List<Shard> children) {}

  private final KinesisClient kinesis;
  private final String streamName;
  private final String shardId;
  private final StartingPosition start;
  private String lastRead;
  private String iterator;

  /**
   * Reads from a position.
   *
   * @param after the record to go on behind; null to begin at {@code start}
   */
  ShardReader(
      KinesisClient kinesis,
      String streamName,
      String shardId,
      StartingPosition start,
      String after) {
    this.kinesis = kinesis;
    this.streamName = streamName;
    this.shardId = shardId;
    this.start = start;
    this.lastRead = after;
  }

  Result read(int limit) {
    GetRecordsResponse response;
    try {
      response = get(limit);
    } catch (ExpiredIteratorException e) {
      // Five minutes without a read, or a restarted endpoint.
      iterator = null;
      response = get(limit);
    }
    List<ShardRecord> records = new ArrayList<>(response.records().size());
    for (var record : response.records()) {
      records.add(
          new ShardRecord(
              record.sequenceNumber(),
              record.partitionKey(),
              record.data().asByteBuffer(),
              record.approximateArrivalTimestamp()));
    }
    List<Shard> children = new ArrayList<>();
    if (response.hasChildShards()) {
      response.childShards().forEach(c -> children.add(new Shard(c.shardId(), c.parentShards())));
    }
    long behind = response.millisBehindLatest() == null ? 0 : response.millisBehindLatest();
    Result result = new Result(records, behind, response.nextShardIterator() == null, children);
    iterator = response.nextShardIterator(); // last: what fails before is read again
    lastRead = records.isEmpty() ? lastRead : records.get(records.size() - 1).sequenceNumber();
    return result;
  }

  private GetRecordsResponse get(int limit) {
    if (iterator == null) {
      iterator = kinesis.getShardIterator(position()).shardIterator();
    }
    return kinesis.getRecords(r -> r.shardIterator(iterator).limit(limit));
  }

  private GetShardIteratorRequest position() {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(streamName).shardId(shardId);
    if (lastRead != null) {
      request
          .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .startingSequenceNumber(lastRead);
    } else if (start instanceof StartingPosition.AtTimestamp at) {
      request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time());
    } else {
      request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    }
    return request.build();
  }
}
