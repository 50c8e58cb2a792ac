package dev.sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.BatchInfo;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.aws.DynamoDbSink;
import dev.sluice.aws.ItemFormat;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbSinkIT {
  record Total(String page, long clicks, long windowEnd) {}

  private static TestAws aws;
  private static DynamoDbClient dynamo;
  private String table;

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    dynamo = aws.dynamo(UrlConnectionHttpClient.create());
  }

  @AfterAll
  static void stop() {
    dynamo.close();
    aws.close();
  }

  @BeforeEach
  void createTable() {
    table =
        aws.createTable(
            name ->
                CreateTableRequest.builder()
                    .tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("page")
                            .keyType(KeyType.HASH)
                            .build())
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("page")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .build());
  }

  private DynamoDbSink<Total> byBatch() {
    return new DynamoDbSink<>(() -> dynamo, table, List.of("page"), ItemFormat.of(Total.class));
  }

  private BatchFunction<Total> byWindow() {
    return byBatch().versionedBy(Total::windowEnd).open("totals");
  }

  private Map<String, Long> clicks() {
    Map<String, Long> clicks = new TreeMap<>();
    for (Map<String, AttributeValue> item :
        dynamo.scanPaginator(request -> request.tableName(table).consistentRead(true)).items()) {
      clicks.put(item.get("page").s(), Long.valueOf(item.get("clicks").n()));
    }
    return clicks;
  }

  private static BatchInfo batch(long id) {
    return new BatchInfo(id, 0);
  }

  @Test
  void olderWindowNeverOverwritesANewerOneInWhateverOrder() throws Exception {
    byWindow().accept(List.of(new Total("a", 2, 20_000)), batch(30_000));
    byWindow().accept(List.of(new Total("a", 1, 10_000)), batch(40_000));
    assertThat(clicks()).containsExactly(Map.entry("a", 2L));

    byWindow().accept(List.of(new Total("a", 3, 30_000)), batch(30_000));
    assertThat(clicks()).containsExactly(Map.entry("a", 3L));
  }

  @Test
  void revisionOfAWindowOverwritesItAndAnEarlierOneDoesNot() throws Exception {
    byWindow().accept(List.of(new Total("a", 1, 20_000)), batch(30_000));
    byWindow().accept(List.of(new Total("a", 5, 20_000)), batch(50_000));
    byWindow().accept(List.of(new Total("a", 4, 20_000)), batch(40_000));
    assertThat(clicks()).containsExactly(Map.entry("a", 5L));
  }

  @Test
  void newestOfAShareIsWritten() throws Exception {
    byWindow()
        .accept(
            List.of(
                new Total("a", 2, 20_000),
                new Total("a", 1, 10_000),
                new Total("b", 7, 10_000),
                new Total("b", 8, 10_000)),
            batch(30_000));
    assertThat(clicks()).containsExactly(Map.entry("a", 2L), Map.entry("b", 8L));
  }

  @Test
  void laterBatchOverwritesAndAnEarlierOneThatComesAgainDoesNot() throws Exception {
    BatchFunction<Total> sink = byBatch().open("totals");
    sink.accept(List.of(new Total("a", 1, 0)), batch(10_000));
    sink.accept(List.of(new Total("a", 1, 0)), batch(10_000));
    sink.accept(List.of(new Total("a", 2, 0)), batch(20_000));
    sink.accept(List.of(new Total("a", 1, 0)), batch(10_000));
    assertThat(clicks()).containsExactly(Map.entry("a", 2L));
  }

  @Test
  void itemOfSomebodyElseIsOverwritten() throws Exception {
    dynamo.putItem(
        request -> request.tableName(table).item(Map.of("page", AttributeValue.fromS("a"))));
    byBatch().open("totals").accept(List.of(new Total("a", 1, 0)), batch(10_000));
    assertThat(clicks()).containsExactly(Map.entry("a", 1L));
  }

  @Test
  void manyItemsAreAllWritten() throws Exception {
    List<Total> rows = IntStream.range(0, 300).mapToObj(i -> new Total("p" + i, i, 0)).toList();
    byBatch().open("totals").accept(rows, batch(10_000));
    assertThat(clicks()).hasSize(300).containsEntry("p299", 299L);
  }

  @Test
  void itemWithoutItsKeyAndTableThatIsNotThereAreErrors() {
    BatchFunction<Total> sink =
        new DynamoDbSink<>(() -> dynamo, table, List.of("site"), ItemFormat.of(Total.class))
            .open("totals");
    assertThatThrownBy(() -> sink.accept(List.of(new Total("a", 1, 0)), batch(10_000)))
        .hasMessage(
            "SLUICE-D16 an item for table "
                + table
                + " has no key attribute 'site'; it has [clicks, page, windowEnd]");
    BatchFunction<Total> nowhere =
        new DynamoDbSink<>(() -> dynamo, "none", List.of("page"), ItemFormat.of(Total.class))
            .open("totals");
    assertThatThrownBy(() -> nowhere.accept(List.of(new Total("a", 1, 0)), batch(10_000)))
        .hasMessageContaining("could not put an item into table 'none'");
  }

  @Test
  void appKeepsTheNewestWindowOfEachKeyInTheTableAcrossARestart() {
    StreamApp app =
        stream ->
            stream
                .kinesis("clicks", Decoder.utf8())
                .mapToPair(page -> Pair.of(page, 1L), Codecs.string(), Codecs.int64())
                .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(10)))
                .mapWithWindow(
                    (window, page, clicks) -> new Total(page, clicks, window.endMillis()))
                .saveTo(
                    "totals", Codecs.record(Total.class), byBatch().versionedBy(Total::windowEnd));
    StreamHarness run = StreamHarness.of(app).interval(Duration.ofSeconds(1)).start();
    run.send(Instant.ofEpochSecond(1), "a");
    run.send(Instant.ofEpochSecond(2), "a");
    run.send(Instant.ofEpochSecond(3), "b");
    run.send(Instant.ofEpochSecond(12), "a");
    run.restart();
    run.redeliver(1);
    run.finish();
    assertThat(clicks()).containsExactly(Map.entry("a", 1L), Map.entry("b", 1L));
  }
}
