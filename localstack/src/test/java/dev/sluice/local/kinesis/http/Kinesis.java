package dev.sluice.local.kinesis.http;

import dev.sluice.local.Endpoint;
import dev.sluice.local.services.LocalClients;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The SDK's client of an endpoint, and what tests do with it again and again. */
final class Kinesis implements AutoCloseable {
  private static final String CBOR_ENABLED = SdkSystemSetting.CBOR_ENABLED.property();

  final KinesisClient client;
  private final List<String> contentTypes = new ArrayList<>();

  /**
   * @param cbor whether the client speaks CBOR, its default, or JSON, as the AWS CLI does; the SDK
   *     looks at its system property when a client is made
   */
  Kinesis(URI endpoint, boolean cbor) {
    System.setProperty(CBOR_ENABLED, Boolean.toString(cbor));
    try {
      client = client(endpoint);
    } finally {
      System.clearProperty(CBOR_ENABLED);
    }
  }

  private KinesisClient client(URI endpoint) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(LocalClients.REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(
            settings ->
                settings
                    .retryStrategy(RetryMode.STANDARD)
                    .addExecutionInterceptor(new Listener(contentTypes)))
        .build();
  }

  private record Listener(List<String> contentTypes) implements ExecutionInterceptor {
    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
      context.httpRequest().firstMatchingHeader("Content-Type").ifPresent(contentTypes::add);
    }
  }

  /** The content types of all requests so far. */
  List<String> contentTypes() {
    return List.copyOf(contentTypes);
  }

  void create(String stream, int shards) {
    client.createStream(create -> create.streamName(stream).shardCount(shards));
    awaitActive(stream);
  }

  void awaitActive(String stream) {
    Endpoint.awaitStream(client, stream);
  }

  PutRecordResponse put(String stream, String partitionKey, byte[] data) {
    return client.putRecord(
        put ->
            put.streamName(stream).partitionKey(partitionKey).data(SdkBytes.fromByteArray(data)));
  }

  /** Puts one byte into a shard. */
  String putInto(String stream, Shard shard, int value) {
    return client
        .putRecord(
            put ->
                put.streamName(stream)
                    .partitionKey("key")
                    .explicitHashKey(shard.hashKeyRange().startingHashKey())
                    .data(SdkBytes.fromByteArray(new byte[] {(byte) value})))
        .sequenceNumber();
  }

  List<Shard> shards(String stream) {
    return client.listShards(list -> list.streamName(stream)).shards();
  }

  String iterator(String stream, String shardId, ShardIteratorType type) {
    return client
        .getShardIterator(get -> get.streamName(stream).shardId(shardId).shardIteratorType(type))
        .shardIterator();
  }

  GetRecordsResponse read(String iterator) {
    return client.getRecords(get -> get.shardIterator(iterator));
  }

  GetRecordsResponse readAll(String stream, String shardId) {
    return read(iterator(stream, shardId, ShardIteratorType.TRIM_HORIZON));
  }

  void split(String stream, Shard shard) {
    HashKeyRange range = shard.hashKeyRange();
    String middle =
        new BigInteger(range.startingHashKey())
            .add(new BigInteger(range.endingHashKey()))
            .shiftRight(1)
            .toString();
    client.splitShard(
        split -> split.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle));
    awaitActive(stream);
  }

  @Override
  public void close() {
    client.close();
  }
}
