package dev.sluice.local.run;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Ports;
import dev.sluice.local.services.LocalClients;
import dev.sluice.ports.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** The lanes and the spills of an app that need not run, here or on AWS. */
public final class KeptLanes implements AutoCloseable {
  /** DynamoDB's limit of BatchWriteItem. */
  private static final int MOST_WRITES = 25;

  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final String app;
  private final String table;
  private final String bucket;
  private final String prefix;

  private KeptLanes(
      DynamoDbClient dynamo, S3Client s3, String app, String table, String bucket, String prefix) {
    this.dynamo = dynamo;
    this.s3 = s3;
    this.app = app;
    this.table = table;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /** Those of a local run. */
  public static KeptLanes local(LocalClients clients, String app) {
    DynamoDbClient dynamo = clients.dynamoDb();
    return new KeptLanes(dynamo, clients.s3(), app, LocalRun.TABLE, LocalRun.spillBucket(app), "");
  }

  /** Those on AWS, with the credentials and the region of this machine. */
  public static KeptLanes onAws(String app, String table, String bucket, String prefix) {
    SdkHttpClient http = UrlConnectionHttpClient.create();
    return new KeptLanes(
        DynamoDbClient.builder().httpClient(http).build(),
        S3Client.builder().httpClient(http).build(),
        app,
        table,
        bucket,
        prefix);
  }

  /** Makes the table of a local run whose files were removed. */
  public void requireTable() {
    Resources.table(dynamo, table);
  }

  /** What reads and writes them. */
  public Ports ports() {
    return new Ports(
        new DynamoDbLog(dynamo, table, app, Metrics.NONE),
        null,
        new S3Objects(s3, bucket, prefix, Metrics.NONE),
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
                scan.tableName(table)
                    .consistentRead(true)
                    .filterExpression("begins_with(pk, :app)")
                    .projectionExpression("pk, sk")
                    .expressionAttributeValues(
                        Map.of(":app", AttributeValue.fromS(app + "#lane#"))))) {
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
          BatchWriteItemRequest.builder().requestItems(Map.of(table, open)).build();
      open = dynamo.batchWriteItem(batch).unprocessedItems().getOrDefault(table, List.of());
    }
  }

  @Override
  public void close() {
    dynamo.close();
    s3.close();
  }
}
