package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.Reset;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.Clock;
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

  /**
   * What reads and writes them.
   *
   * @param clock by which entries expire
   */
  public Ports ports(Clock clock) {
    return new Ports(
        log(),
        null,
        new S3Objects(s3, place.bucket(), place.prefix(), Metrics.NONE),
        null,
        clock,
        new RandomIds(),
        null,
        Metrics.NONE,
        null);
  }

  /** The lanes. */
  public DynamoDbLog log() {
    return new DynamoDbLog(dynamo, place.table(), place.app(), Metrics.NONE);
  }

  /** Whether the table has any entries of the app. */
  public boolean isEmpty() {
    DynamoDbLog log = log();
    return log.read(Lanes.START, 0, 1).isEmpty()
        && log.head(Lanes.CONTROL).isEmpty()
        && !hasOthers();
  }

  /**
   * Removes all entries of the app but the mark that says so ({@link Reset}); those of others in
   * the table stay.
   *
   * @return how many there were
   */
  public long removeAll() {
    return remove(others())
        + remove(lane(Lanes.CONTROL, Long.MAX_VALUE))
        + remove(lane(Lanes.START, Reset.MARK));
  }

  /**
   * Whether the table has entries of the app in other lanes than the start and the control lane.
   */
  public boolean hasOthers() {
    return others().iterator().hasNext();
  }

  /** Removes the mark. */
  public void removeMark() {
    AttributeValue lane = AttributeValue.fromS(key(Lanes.START));
    AttributeValue mark = AttributeValue.fromN(String.valueOf(Reset.MARK));
    remove(List.of(Map.of("pk", lane, "sk", mark)));
  }

  private String key(String lane) {
    return place.app() + "#lane#" + lane;
  }

  private Iterable<Map<String, AttributeValue>> others() {
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
                            AttributeValue.fromS(key(Lanes.START)),
                            ":control",
                            AttributeValue.fromS(key(Lanes.CONTROL)))))
        .items();
  }

  /**
   * The entries of a lane.
   *
   * @param end the first number that is left out
   */
  private Iterable<Map<String, AttributeValue>> lane(String lane, long end) {
    return dynamo
        .queryPaginator(
            query ->
                query
                    .tableName(place.table())
                    .consistentRead(true)
                    .keyConditionExpression("pk = :lane AND sk < :end")
                    .projectionExpression("pk, sk")
                    .expressionAttributeValues(
                        Map.of(
                            ":lane",
                            AttributeValue.fromS(key(lane)),
                            ":end",
                            AttributeValue.fromN(String.valueOf(end)))))
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
