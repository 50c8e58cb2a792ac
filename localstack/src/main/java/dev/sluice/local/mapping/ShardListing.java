package dev.sluice.local.mapping;

import dev.sluice.ports.Source.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;

/** Lists a stream's shards, closed ones included, over as many pages as it takes. */
final class ShardListing {

  private ShardListing() {}

  static List<Shard> of(KinesisClient kinesis, String streamName) {
    List<Shard> shards = new ArrayList<>();
    ListShardsRequest request = ListShardsRequest.builder().streamName(streamName).build();
    while (request != null) {
      ListShardsResponse page = kinesis.listShards(request);
      for (var shard : page.shards()) {
        List<String> parents =
            Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(id -> id != null && !id.isEmpty())
                .toList();
        shards.add(new Shard(shard.shardId(), parents));
      }
      String token = page.nextToken();
      // A request with a token must not name the stream (Kinesis API reference, ListShards).
      request =
          token == null || token.isEmpty()
              ? null
              : ListShardsRequest.builder().nextToken(token).build();
    }
    return shards;
  }
}
