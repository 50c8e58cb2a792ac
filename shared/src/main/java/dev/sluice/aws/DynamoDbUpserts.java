package dev.sluice.aws;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** The items of one share, each put where nothing newer is. */
final class DynamoDbUpserts {
  /** The latency of a put hides behind others; more would queue for connections. */
  private static final int PARALLEL_PUTS = 16;

  private static final String NOT_NEWER =
      "attribute_not_exists(#v) OR #v < :v OR (#v = :v AND (attribute_not_exists(#b) OR #b <= :b))";

  private record Versioned(Map<String, AttributeValue> item, long version) {}

  private final DynamoDbClient client;
  private final String table;
  private final List<String> keys;
  private final Map<List<AttributeValue>, Versioned> items = new LinkedHashMap<>();
  private long batch;

  DynamoDbUpserts(DynamoDbClient client, String table, List<String> keys) {
    this.client = client;
    this.table = table;
    this.keys = keys;
  }

  void begin(long batchId) {
    batch = batchId;
    items.clear();
  }

  /** One item a key: the newest, of those the last. */
  void add(Map<String, AttributeValue> item, long version) {
    List<AttributeValue> key = new ArrayList<>();
    for (String name : keys) {
      AttributeValue value = item.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "SLUICE-D16 an item for table "
                + table
                + " has no key attribute '"
                + name
                + "'; it has "
                + item.keySet().stream().sorted().toList());
      }
      key.add(plain(value));
    }
    items.merge(
        key,
        new Versioned(item, version),
        (before, now) -> now.version >= before.version ? now : before);
  }

  /** Of all ways to write a number, such as 1 and 1.0, the one: for DynamoDB they are one key. */
  private static AttributeValue plain(AttributeValue key) {
    if (key.n() == null) {
      return key;
    }
    try {
      return AttributeValue.fromN(new BigDecimal(key.n()).stripTrailingZeros().toString());
    } catch (NumberFormatException e) {
      return key; // DynamoDB says what it is
    }
  }

  void write() throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(PARALLEL_PUTS, items.size())));
    try {
      List<Future<?>> puts = new ArrayList<>();
      items.values().forEach(item -> puts.add(threads.submit(() -> put(item))));
      for (Future<?> put : puts) {
        put.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void put(Versioned versioned) {
    AttributeValue version = AttributeValue.fromN(Long.toString(versioned.version));
    AttributeValue ofBatch = AttributeValue.fromN(Long.toString(batch));
    Map<String, AttributeValue> item = new HashMap<>(versioned.item);
    item.put(DynamoDbSink.VERSION, version);
    item.put(DynamoDbSink.BATCH, ofBatch);
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .conditionExpression(NOT_NEWER)
            .expressionAttributeNames(Map.of("#v", DynamoDbSink.VERSION, "#b", DynamoDbSink.BATCH))
            .expressionAttributeValues(Map.of(":v", version, ":b", ofBatch))
            .build();
    try {
      client.putItem(request);
    } catch (ConditionalCheckFailedException e) {
      return; // something newer is there
    } catch (SdkException e) {
      throw AwsFaults.translate("put an item into table '" + table + "'", e);
    }
  }
}
