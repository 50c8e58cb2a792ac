package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class DynamoDbLogTest {

  /** Answers from a script and remembers what it was asked. */
  private static final class ScriptedDynamo implements DynamoDbClient {
    private final Answers script = new Answers();
    private final List<PutItemRequest> puts = new ArrayList<>();
    private final List<QueryRequest> queries = new ArrayList<>();

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      puts.add(request);
      return script.next(PutItemResponse.class);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      queries.add(request);
      return script.next(QueryResponse.class);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final ScriptedDynamo dynamo = new ScriptedDynamo();
  private final CountingMetrics metrics = new CountingMetrics();
  private final DynamoDbLog log = new DynamoDbLog(dynamo, "table", "pumps", metrics);

  @Test
  void entryIsStoredUnderAppAndLaneWithItsExpiryInWholeSecondsNeverEarlier() {
    for (int i = 0; i < 3; i++) {
      dynamo.script.add(PutItemResponse.builder().consumedCapacity(units(2.0)).build());
    }
    log.append("shard/7", 12, new byte[] {1, 2}, Instant.ofEpochMilli(5_000));
    log.append("shard/7", 13, new byte[] {1}, Instant.ofEpochMilli(5_001));
    log.append("shard/7", 14, new byte[] {1}, Instant.MAX);
    assertThat(dynamo.puts.get(0).item())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "pk", AttributeValue.fromS("pumps#lane#shard/7"),
                "sk", AttributeValue.fromN("12"),
                "e", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 2})),
                "ttl", AttributeValue.fromN("5")));
    assertThat(dynamo.puts.get(1).item()).containsEntry("ttl", AttributeValue.fromN("6"));
    assertThat(dynamo.puts.get(2).item()).doesNotContainKey("ttl");
    assertThat(dynamo.puts).allMatch(put -> put.conditionExpression().contains("not_exists"));
    assertThat(metrics.value("log.puts")).isEqualTo(3);
    assertThat(metrics.value("log.write_units")).isEqualTo(6);
  }

  @Test
  void whatPassesIsThrottledAndSaysWhy() {
    List<SdkException> passing = new ArrayList<>(Faults.lostAnswers());
    passing.add(fault(400, "ProvisionedThroughputExceededException"));
    passing.add(fault(400, "ThrottlingException"));
    passing.add(fault(400, "RequestLimitExceeded"));
    passing.add(fault(400, "TransactionConflictException"));
    passing.add(fault(500, "InternalServerError"));
    passing.add(fault(503, "ServiceUnavailable"));
    for (SdkException e : passing) {
      dynamo.script.add(e);
      assertThat(log.append("lane", 0, new byte[1], Instant.MAX))
          .as(e.toString())
          .isInstanceOfSatisfying(
              Append.Throttled.class, t -> assertThat(t.reason()).contains(e.getMessage()));
      dynamo.script.add(e);
      assertThatThrownBy(() -> log.head("lane"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCause(e)
          .hasMessageContaining("'lane' of app 'pumps' in table 'table'");
    }
  }

  @Test
  void whatStaysIsRefused() {
    for (SdkException e :
        List.of(
            fault(400, "ResourceNotFoundException"),
            fault(400, "AccessDeniedException"),
            fault(400, "ValidationException"),
            SdkClientException.create("Unable to load credentials"))) {
      dynamo.script.add(e);
      assertThatThrownBy(() -> log.append("lane", 0, new byte[1], Instant.MAX))
          .isInstanceOf(StoreRefusedException.class)
          .hasCause(e);
      dynamo.script.add(e);
      assertThatThrownBy(() -> log.read("lane", 0, 1))
          .isInstanceOf(StoreRefusedException.class)
          .hasCause(e);
    }
  }

  @Test
  void lostPutIsChargedByTheLargerItem() {
    dynamo.script.add(taken(item("0", new byte[5000])));
    assertThat(log.append("lane", 0, new byte[10], Instant.MAX)).isEqualTo(new Append.Lost());
    assertThat(metrics.value("log.write_units")).isEqualTo(5);
    dynamo.script.add(taken(item("0", new byte[10])));
    assertThat(log.append("lane", 0, new byte[3000], Instant.MAX)).isEqualTo(new Append.Lost());
    assertThat(metrics.value("log.write_units")).isEqualTo(8);
  }

  @Test
  void refusalThatDoesNotShowTheItemIsLost() {
    dynamo.script.add(ConditionalCheckFailedException.builder().message("no item").build());
    assertThat(log.append("lane", 0, new byte[0], Instant.MAX)).isEqualTo(new Append.Lost());
  }

  @Test
  void readGoesOnBehindAPageUntilItsLimit() {
    Map<String, AttributeValue> behind = Map.of("sk", AttributeValue.fromN("1"));
    dynamo.script.add(
        page(List.of(item("0", new byte[1]), item("1", new byte[1])))
            .lastEvaluatedKey(behind)
            .consumedCapacity(units(3.0))
            .build());
    dynamo.script.add(
        page(List.of(item("2", new byte[1])))
            .lastEvaluatedKey(behind)
            .consumedCapacity(units(1.5))
            .build());
    assertThat(log.read("lane", 0, 3).stream().map(LogEntry::number)).containsExactly(0L, 1L, 2L);
    assertThat(dynamo.queries.get(0).limit()).isEqualTo(3);
    assertThat(dynamo.queries.get(0).consistentRead()).isTrue();
    assertThat(dynamo.queries.get(1).limit()).isEqualTo(1);
    assertThat(dynamo.queries.get(1).exclusiveStartKey()).isEqualTo(behind);
    assertThat(metrics.value("log.queries")).isEqualTo(2);
    assertThat(metrics.value("log.read_units")).isEqualTo(4.5);
  }

  @Test
  void queryThatFindsNothingCostsAUnitWhateverAStandInSays() {
    dynamo.script.add(page(List.of()).consumedCapacity(units(0.0)).build());
    assertThat(log.head("lane")).isEmpty();
    assertThat(metrics.value("log.read_units")).isEqualTo(1);
  }

  @Test
  void emptyPageWithMoreBehindItIsNotTheEnd() {
    dynamo.script.add(
        page(List.of()).lastEvaluatedKey(Map.of("sk", AttributeValue.fromN("0"))).build());
    dynamo.script.add(page(List.of(item("5", new byte[1]))).build());
    assertThat(log.read("lane", 0, 10)).hasSize(1);
  }

  @Test
  void itemsThatAreNoEntriesAreRefused() {
    AttributeValue bytes = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[1]));
    for (Map<String, AttributeValue> item :
        List.of(
            Map.of("sk", AttributeValue.fromN("0")),
            Map.of("sk", AttributeValue.fromN("0"), "e", AttributeValue.fromS("text")),
            Map.of("sk", AttributeValue.fromN("1.5"), "e", bytes),
            Map.of("sk", AttributeValue.fromN("1e99"), "e", bytes),
            Map.of("sk", AttributeValue.fromS("0"), "e", bytes))) {
      dynamo.script.add(page(List.of(item)).build());
      assertThatThrownBy(() -> log.head("lane")).isInstanceOf(StoreRefusedException.class);
    }
  }

  @Test
  void appsWhoseNamesWouldMixWithLanesAreRefused() {
    for (String app : List.of("", "a#b", "a/b", "ä", "x".repeat(129))) {
      assertThatThrownBy(() -> new DynamoDbLog(dynamo, "table", app, metrics))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name of an app");
    }
  }

  private static SdkException fault(int status, String code) {
    return Faults.answer(DynamoDbException.builder(), status, code);
  }

  private static SdkException taken(Map<String, AttributeValue> item) {
    return ConditionalCheckFailedException.builder().message("taken").item(item).build();
  }

  private static Map<String, AttributeValue> item(String number, byte[] entry) {
    return Map.of(
        "sk", AttributeValue.fromN(number),
        "e", AttributeValue.fromB(SdkBytes.fromByteArray(entry)));
  }

  private static QueryResponse.Builder page(List<Map<String, AttributeValue>> items) {
    return QueryResponse.builder().items(items);
  }

  private static ConsumedCapacity units(double units) {
    return ConsumedCapacity.builder().capacityUnits(units).build();
  }
}
