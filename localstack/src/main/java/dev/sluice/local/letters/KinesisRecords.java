package dev.sluice.local.letters;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Records of Kinesis streams. */
public final class KinesisRecords implements ShardRecords {
  /** To bound memory: a mapping that was made anew further on may have left out a whole day. */
  private static final int MAX_RECORDS = 200_000;

  /** A shard takes 5 reads a second, and its mapping needs some of them. */
  private static final long PAUSE_MILLIS = 250;

  /** Records of a read, the most that a shard gives. */
  private static final int MAX_PAGE = 10_000;

  /**
   * A shard that has given 10 MB refuses reads for 5 seconds (Kinesis API Reference, GetRecords).
   */
  private static final long REFUSAL_MILLIS = 5_500;

  /** So often one read is tried: others read the shard, too. */
  private static final int MAX_TRIES = 10;

  /** Reads that give nothing, one after the other: a shard may have long stretches without any. */
  private static final int MAX_EMPTY = 100;

  /** Pages of ListShards, of up to 1,000 shards each; far above the largest streams. */
  private static final int MAX_PAGES = 100;

  private final KinesisClient kinesis;
  private final LongConsumer pause;

  /**
   * @param pause waits so many milliseconds
   */
  public KinesisRecords(KinesisClient kinesis, LongConsumer pause) {
    this.kinesis = kinesis;
    this.pause = pause;
  }

  @Override
  public Found read(String stream, String shard, Position from, Position to) {
    List<PulledRecord> records = new ArrayList<>();
    String iterator;
    try {
      iterator = iterator(stream, shard, from);
    } catch (ResourceNotFoundException | InvalidArgumentException e) {
      return new Found(List.of(), false); // the shard, or all that it had, is gone
    }
    int empty = 0;
    while (iterator != null && empty < MAX_EMPTY && records.size() < MAX_RECORDS) {
      GetRecordsResponse read = read(iterator, from.equals(to) ? 1 : MAX_PAGE);
      for (Record each : read.records()) {
        if (Position.of(each.sequenceNumber()).compareTo(Position.of(to.sequence())) > 0) {
          return new Found(records, true);
        }
        records.add(pulled(each));
      }
      if (!records.isEmpty() && last(records).sequence().equals(to.sequence())) {
        return new Found(records, true);
      }
      boolean atTip = read.records().isEmpty() && Long.valueOf(0).equals(read.millisBehindLatest());
      iterator = atTip ? null : read.nextShardIterator();
      empty = read.records().isEmpty() ? empty + 1 : 0;
      if (iterator != null) {
        pause.accept(PAUSE_MILLIS);
      }
    }
    return new Found(records, false);
  }

  /** Reads a page; waits where the shard has given so much that it refuses for some seconds. */
  private GetRecordsResponse read(String iterator, int most) {
    for (int tries = 1; ; tries++) {
      try {
        return kinesis.getRecords(get -> get.shardIterator(iterator).limit(most));
      } catch (ProvisionedThroughputExceededException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
        pause.accept(REFUSAL_MILLIS);
      }
    }
  }

  @Override
  public Optional<HashRange> hashKeys(String stream, String shard) {
    ListShardsRequest request = ListShardsRequest.builder().streamName(stream).build();
    for (int pages = 0; request != null && pages < MAX_PAGES; pages++) {
      ListShardsResponse page;
      try {
        page = kinesis.listShards(request);
      } catch (ResourceNotFoundException e) {
        return Optional.empty(); // the stream is gone
      }
      for (Shard each : page.shards()) {
        if (each.shardId().equals(shard)) {
          BigInteger last = new BigInteger(each.hashKeyRange().endingHashKey());
          BigInteger first = new BigInteger(each.hashKeyRange().startingHashKey());
          return Optional.of(new HashRange(first, last.add(BigInteger.ONE)));
        }
      }
      // A token stands for the stream as well; Kinesis refuses both together.
      String next = page.nextToken();
      request = next == null ? null : ListShardsRequest.builder().nextToken(next).build();
    }
    return Optional.empty();
  }

  private static Position last(List<PulledRecord> records) {
    return records.get(records.size() - 1).position();
  }

  private String iterator(String stream, String shard, Position from) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(shard);
    if (from.equals(Position.START)) {
      request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    } else {
      request
          .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
          .startingSequenceNumber(from.sequence());
    }
    return kinesis.getShardIterator(request.build()).shardIterator();
  }

  private static PulledRecord pulled(Record record) {
    return new PulledRecord(
        Position.of(record.sequenceNumber()),
        record.approximateArrivalTimestamp().toEpochMilli(),
        record.partitionKey(),
        record.data().asByteArray());
  }
}
