package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** The lanes and the spills of an app that need not run, on this machine or deployed. */
public final class KeptLanes implements AutoCloseable {
  /** DynamoDB's limit of BatchWriteItem. */
  private static final int MOST_WRITES = 25;

  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final Place place;

  public KeptLanes(Place place) {
    this.dynamo = place.clients().dynamoDb();
    this.s3 = place.clients().s3();
    this.place = place;
  }

  /** The name of the app. */
  public String app() {
    return place.app();
  }

  /** What the app begins from where it has no lanes, as far as the place says it. */
  public StartFrom restoreFrom() {
    return place.restoreFrom();
  }

  /** Makes the table of a local run whose files were removed. */
  public void requireTable() {
    Resources.table(dynamo, place.table());
  }

  /** What reads and writes them. */
  public Ports ports() {
    return new Ports(
        new DynamoDbLog(dynamo, place.table(), place.app(), Metrics.NONE),
        null,
        new S3Objects(s3, place.bucket(), place.prefix(), Metrics.NONE),
        null,
        new SystemClock(),
        new RandomIds(),
        null,
        Metrics.NONE,
        null);
  }

  /**
   * Removes all entries of the app; those of others in the table stay. Where it comes to no end,
   * what is left are no whole lanes: an app that is started stops there, until the lane is gone
   * that says what it began from. That one is the first to go where the app is to begin from a
   * checkpoint, as it may say that it began from nothing, and the last one otherwise, as without it
   * the app would begin from a checkpoint. In between goes the control lane, behind all others.
   *
   * @param toCheckpoint whether the app is to begin from a checkpoint
   * @return how many there were
   */
  public long removeAll(boolean toCheckpoint) {
    String start = key(Lanes.START);
    String control = key(Lanes.CONTROL);
    long removed = toCheckpoint ? remove(lane(start)) : 0;
    removed += remove(others(start, control));
    removed += remove(lane(control));
    return removed + (toCheckpoint ? 0 : remove(lane(start)));
  }

  private String key(String lane) {
    return place.app() + "#lane#" + lane;
  }

  private Iterable<Map<String, AttributeValue>> others(String start, String control) {
    return dynamo
        .scanPaginator(
            scan ->
                scan.tableName(place.table())
                    .consistentRead(true)
                    .filterExpression("begins_with(pk, :all) AND NOT pk IN (:start, :control)")
                    .projectionExpression("pk, sk")
                    .expressionAttributeValues(
                        Map.of(
                            ":all",
                            AttributeValue.fromS(key("")),
                            ":start",
                            AttributeValue.fromS(start),
                            ":control",
                            AttributeValue.fromS(control))))
        .items();
  }

  private Iterable<Map<String, AttributeValue>> lane(String key) {
    return dynamo
        .queryPaginator(
            query ->
                query
                    .tableName(place.table())
                    .consistentRead(true)
                    .keyConditionExpression("pk = :lane")
                    .projectionExpression("pk, sk")
                    .expressionAttributeValues(Map.of(":lane", AttributeValue.fromS(key))))
        .items();
  }

  private long remove(Iterable<Map<String, AttributeValue>> keys) {
    long removed = 0;
    List<WriteRequest> some = new ArrayList<>();
    for (Map<String, AttributeValue> key : keys) {
      some.add(
          WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build());
      removed++;
      if (some.size() == MOST_WRITES) {
        remove(some);
      }
    }
    remove(some);
    return removed;
  }

  private void remove(List<WriteRequest> some) {
    List<WriteRequest> open = List.copyOf(some);
    some.clear();
    while (!open.isEmpty()) {
      BatchWriteItemRequest batch =
          BatchWriteItemRequest.builder().requestItems(Map.of(place.table(), open)).build();
      open = dynamo.batchWriteItem(batch).unprocessedItems().getOrDefault(place.table(), List.of());
    }
  }

  @Override
  public void close() {
    dynamo.close();
    s3.close();
  }
}
