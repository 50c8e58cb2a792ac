package dev.sluice.aws;

import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Names;
import dev.sluice.ports.StoreMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Lanes in a DynamoDB table: the item {@code pk = "<app>#lane#<lane>"}, {@code sk = number} holds
 * an entry in {@code e} and its expiry in {@code ttl} (seconds since the epoch; absent for never).
 */
public final class DynamoDbLog implements LogStore {

  /** A write unit is a begun 1 KB of the item (DynamoDB's pricing). */
  private static final int WRITE_UNIT_BYTES = 1024;

  /**
   * What a strongly consistent query costs at least, even if it finds nothing (DynamoDB API
   * Reference, Query). DynamoDB Local answers 0 then.
   */
  private static final double MIN_QUERY_READ_UNITS = 1;

  private final DynamoDbClient dynamo;
  private final String table;
  private final String app;
  private final Metrics metrics;

  /**
   * A log in an existing table.
   *
   * @param table has the string {@code pk} as partition key and the number {@code sk} as sort key
   * @param app keeps apps that share a table apart; see {@link Names#checkApp}
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public DynamoDbLog(DynamoDbClient dynamo, String table, String app, Metrics metrics) {
    Names.checkApp(app);
    this.dynamo = dynamo;
    this.table = table;
    this.app = app;
    this.metrics = metrics;
  }

  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    String partitionKey = partitionKey(lane);
    LogStore.checkNumber(number);
    if (entry.length > MAX_ENTRY_BYTES) {
      return new Append.TooLarge(entry.length, MAX_ENTRY_BYTES);
    }
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName(table)
            .item(LogItem.of(partitionKey, number, entry, expiry))
            .conditionExpression("attribute_not_exists(" + LogItem.PARTITION_KEY + ")")
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .build();
    metrics.count(StoreMetrics.LOG_PUTS, 1);
    try {
      metrics.count(StoreMetrics.LOG_WRITE_UNITS, units(dynamo.putItem(put).consumedCapacity()));
      return new Append.Appended();
    } catch (ConditionalCheckFailedException e) {
      return taken(partitionKey, number, entry, e);
    } catch (SdkException e) {
      if (AwsFaults.passes(e)) {
        return new Append.Throttled(AwsFaults.reason(e));
      }
      throw AwsFaults.translate("put entry " + number + " of " + describe(lane), e);
    }
  }

  /** The number is taken: by somebody else, or by our own try whose answer was lost. */
  private Append taken(
      String partitionKey, long number, byte[] entry, ConditionalCheckFailedException e) {
    byte[] there = e.hasItem() ? LogItem.entry(e.item()).bytes() : null;
    // The answer does not tell what it cost. The larger of the two items is charged.
    int larger = there == null ? entry.length : Math.max(there.length, entry.length);
    int itemBytes = LogItem.sizeBytes(partitionKey, number, larger);
    metrics.count(
        StoreMetrics.LOG_WRITE_UNITS, (itemBytes + WRITE_UNIT_BYTES - 1) / WRITE_UNIT_BYTES);
    return Arrays.equals(there, entry) ? new Append.Appended() : new Append.Lost();
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    QueryRequest newest =
        query("#pk = :pk", Map.of(":pk", AttributeValue.fromS(partitionKey(lane))))
            .expressionAttributeNames(Map.of("#pk", LogItem.PARTITION_KEY))
            .scanIndexForward(false)
            .limit(1)
            .build();
    return send(newest, lane).items().stream().findFirst().map(LogItem::entry);
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    LogStore.checkNumber(fromNumber);
    LogStore.checkLimit(limit);
    QueryRequest.Builder request =
        query(
                "#pk = :pk and #sk >= :from",
                Map.of(
                    ":pk", AttributeValue.fromS(partitionKey(lane)),
                    ":from", AttributeValue.fromN(Long.toString(fromNumber))))
            .expressionAttributeNames(
                Map.of("#pk", LogItem.PARTITION_KEY, "#sk", LogItem.SORT_KEY));
    List<LogEntry> entries = new ArrayList<>();
    while (true) {
      QueryResponse page = send(request.limit(limit - entries.size()).build(), lane);
      page.items().forEach(item -> entries.add(LogItem.entry(item)));
      if (entries.size() >= limit || page.lastEvaluatedKey().isEmpty()) {
        return entries;
      }
      request.exclusiveStartKey(page.lastEvaluatedKey());
    }
  }

  private QueryRequest.Builder query(String condition, Map<String, AttributeValue> values) {
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(condition)
        .expressionAttributeValues(values)
        .consistentRead(true)
        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
  }

  private QueryResponse send(QueryRequest request, String lane) {
    metrics.count(StoreMetrics.LOG_QUERIES, 1);
    try {
      QueryResponse page = dynamo.query(request);
      metrics.count(
          StoreMetrics.LOG_READ_UNITS,
          Math.max(MIN_QUERY_READ_UNITS, units(page.consumedCapacity())));
      return page;
    } catch (SdkException e) {
      throw AwsFaults.translate("read " + describe(lane), e);
    }
  }

  private static double units(ConsumedCapacity consumed) {
    // Stand-ins for DynamoDB may leave it out.
    return consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
  }

  private String partitionKey(String lane) {
    Names.checkLane(lane);
    return app + "#lane#" + lane;
  }

  private String describe(String lane) {
    return "lane '" + lane + "' of app '" + app + "' in table '" + table + "'";
  }
}
