package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Ports;
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
   * Removes all entries of the app; those of others in the table stay.
   *
   * @return how many there were
   */
  public long removeAll() {
    long removed = 0;
    List<WriteRequest> some = new ArrayList<>();
    for (var page :
        dynamo.scanPaginator(
            scan ->
                scan.tableName(place.table())
                    .consistentRead(true)
                    .filterExpression("begins_with(pk, :app)")
                    .projectionExpression("pk, sk")
                    .expressionAttributeValues(
                        Map.of(":app", AttributeValue.fromS(place.app() + "#lane#"))))) {
      for (Map<String, AttributeValue> key : page.items()) {
        some.add(
            WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build());
        removed++;
        if (some.size() == MOST_WRITES) {
          remove(some);
        }
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
