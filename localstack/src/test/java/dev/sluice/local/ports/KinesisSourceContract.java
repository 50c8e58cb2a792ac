package dev.sluice.local.ports;

import dev.sluice.aws.KinesisSource;
import dev.sluice.local.Endpoint;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceContract;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.Shard;

abstract class KinesisSourceContract extends SourceContract {
  private final List<String> made = new ArrayList<>();

  abstract KinesisClient kinesis();

  @Override
  protected Stream emptyStream(int shardCount) {
    String name = Endpoint.newName();
    made.add(name);
    kinesis().createStream(stream -> stream.streamName(name).shardCount(shardCount));
    Endpoint.awaitStream(kinesis(), name);
    return new KinesisStream(name, kinesis(), new KinesisSource(kinesis(), Metrics.NONE));
  }

  @AfterEach
  void deleteStreams() {
    made.forEach(name -> kinesis().deleteStream(delete -> delete.streamName(name)));
  }

  private record KinesisStream(String name, KinesisClient kinesis, Source source)
      implements Stream {
    @Override
    public String put(String shardId, byte[] data) {
      return kinesis
          .putRecord(
              record ->
                  record
                      .streamName(name)
                      .partitionKey("key")
                      .explicitHashKey(range(shardId).startingHashKey())
                      .data(SdkBytes.fromByteArray(data)))
          .sequenceNumber();
    }

    @Override
    public void split(String shardId) {
      HashKeyRange range = range(shardId);
      String middle =
          new BigInteger(range.startingHashKey())
              .add(new BigInteger(range.endingHashKey()))
              .shiftRight(1)
              .toString();
      kinesis.splitShard(
          split -> split.streamName(name).shardToSplit(shardId).newStartingHashKey(middle));
      Endpoint.awaitStream(kinesis, name);
    }

    @Override
    public void merge(String shardId, String adjacentShardId) {
      kinesis.mergeShards(
          merge ->
              merge.streamName(name).shardToMerge(shardId).adjacentShardToMerge(adjacentShardId));
      Endpoint.awaitStream(kinesis, name);
    }

    private HashKeyRange range(String shardId) {
      return kinesis.listShards(request -> request.streamName(name)).shards().stream()
          .filter(shard -> shard.shardId().equals(shardId))
          .map(Shard::hashKeyRange)
          .findFirst()
          .orElseThrow();
    }
  }
}
