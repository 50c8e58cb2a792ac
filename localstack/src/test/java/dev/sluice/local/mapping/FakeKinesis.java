package dev.sluice.local.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * As much of Kinesis as a mapping uses: one stream, records in memory, iterators that can expire.
 */
final class FakeKinesis implements KinesisClient {

  private static final class Lane {
    private final Shard shard;
    private final List<Record> records = new ArrayList<>();
    private final List<Shard> children = new ArrayList<>();
    private boolean closed;

    private Lane(Shard shard) {
      this.shard = shard;
    }
  }

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final List<String> iteratorsAsked = new ArrayList<>();
  private final boolean namesChildren;
  private int era;
  private int failures;
  private int lacks;
  private int torn;

  FakeKinesis(boolean namesChildren) {
    this.namesChildren = namesChildren;
  }

  synchronized FakeKinesis shard(String id, String... parents) {
    Shard.Builder shard = Shard.builder().shardId(id);
    if (parents.length > 0) {
      shard.parentShardId(parents[0]);
    }
    if (parents.length > 1) {
      shard.adjacentParentShardId(parents[1]);
    }
    lanes.put(id, new Lane(shard.build()));
    for (String parent : parents) {
      lanes.get(parent).closed = true;
      lanes.get(parent).children.add(lanes.get(id).shard);
    }
    return this;
  }

  synchronized void put(String shardId, int from, int to) {
    for (int n = from; n <= to; n++) {
      lanes
          .get(shardId)
          .records
          .add(
              Record.builder()
                  .sequenceNumber(Integer.toString(n))
                  .partitionKey("key")
                  .data(SdkBytes.fromUtf8String("record " + n))
                  .approximateArrivalTimestamp(Instant.ofEpochMilli(n))
                  .build());
    }
  }

  synchronized void expireIterators() {
    era++;
  }

  synchronized void failReads(int times) {
    failures = times;
  }

  synchronized void lackMemory(int times) {
    lacks = times;
  }

  /** Answers of reads of which the last record cannot be taken. */
  synchronized void tearAnswers(int times) {
    torn = times;
  }

  synchronized List<String> iteratorsAsked() {
    return List.copyOf(iteratorsAsked);
  }

  @Override
  public DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest request) {
    if (!request.streamName().equals("sensors")) {
      throw ResourceNotFoundException.builder().message("no such stream").build();
    }
    return DescribeStreamSummaryResponse.builder()
        .streamDescriptionSummary(s -> s.streamARN(Bench.IDENTITY.streamArn()))
        .build();
  }

  /** Two shards a page. */
  @Override
  public synchronized ListShardsResponse listShards(ListShardsRequest request) {
    if ((request.nextToken() == null) == (request.streamName() == null)) {
      throw new IllegalArgumentException("either a token or a stream");
    }
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    List<Shard> shards = lanes.values().stream().map(lane -> lane.shard).toList();
    int to = Math.min(from + 2, shards.size());
    return ListShardsResponse.builder()
        .shards(shards.subList(from, to))
        .nextToken(to < shards.size() ? Integer.toString(to) : null)
        .build();
  }

  @Override
  public synchronized GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
    iteratorsAsked.add(
        request.shardIteratorTypeAsString()
            + (request.startingSequenceNumber() == null
                ? ""
                : " " + request.startingSequenceNumber())
            + (request.timestamp() == null ? "" : " " + request.timestamp()));
    List<Record> records = lanes.get(request.shardId()).records;
    int position = 0;
    if (request.startingSequenceNumber() != null) {
      int after = Integer.parseInt(request.startingSequenceNumber());
      while (position < records.size()
          && Integer.parseInt(records.get(position).sequenceNumber()) <= after) {
        position++;
      }
    }
    return GetShardIteratorResponse.builder()
        .shardIterator(iterator(request.shardId(), position))
        .build();
  }

  @Override
  public synchronized GetRecordsResponse getRecords(GetRecordsRequest request) {
    if (lacks > 0) {
      lacks--;
      throw new OutOfMemoryError("of a test");
    }
    if (failures > 0) {
      failures--;
      throw ProvisionedThroughputExceededException.builder().message("slower").build();
    }
    String[] parts = request.shardIterator().split("/");
    if (Integer.parseInt(parts[2]) != era) {
      throw ExpiredIteratorException.builder().message("expired").build();
    }
    Lane lane = lanes.get(parts[0]);
    int from = Integer.parseInt(parts[1]);
    int to = Math.min(lane.records.size(), from + request.limit());
    boolean end = to == lane.records.size();
    GetRecordsResponse.Builder response =
        GetRecordsResponse.builder()
            .records(lane.records.subList(from, to))
            .millisBehindLatest(end ? 0L : 1L);
    if (torn > 0 && from < to) {
      torn--;
      List<Record> records = new ArrayList<>(lane.records.subList(from, to));
      records.set(to - from - 1, Record.builder().sequenceNumber("torn").build());
      response.records(records);
    }
    if (!lane.closed || !end) {
      response.nextShardIterator(iterator(parts[0], to));
    } else if (namesChildren) {
      response.childShards(lane.children.stream().map(FakeKinesis::child).toList());
    }
    return response.build();
  }

  private String iterator(String shardId, int position) {
    return shardId + "/" + position + "/" + era;
  }

  private static ChildShard child(Shard shard) {
    List<String> parents = new ArrayList<>(List.of(shard.parentShardId()));
    if (shard.adjacentParentShardId() != null) {
      parents.add(shard.adjacentParentShardId());
    }
    return ChildShard.builder().shardId(shard.shardId()).parentShards(parents).build();
  }

  @Override
  public String serviceName() {
    return "kinesis";
  }

  @Override
  public void close() {}
}
