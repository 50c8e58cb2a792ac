package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.BatchInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

class DynamoDbSinkTest {
  private record Row(String key, String value) {}

  private final List<Map<String, AttributeValue>> puts = new CopyOnWriteArrayList<>();

  private final DynamoDbClient client =
      new DynamoDbClient() {
        @Override
        public PutItemResponse putItem(PutItemRequest request) {
          puts.add(request.item());
          return PutItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
          return "dynamodb";
        }

        @Override
        public void close() {}
      };

  private final DynamoDbSink<Row> sink =
      new DynamoDbSink<>(
          () -> client,
          "table",
          List.of("id"),
          row ->
              Map.of(
                  "id", AttributeValue.fromN(row.key), "value", AttributeValue.fromS(row.value)));

  private List<Map<String, AttributeValue>> written(Row... rows) throws Exception {
    sink.open("totals").accept(List.of(rows), new BatchInfo(10_000, 0));
    return puts;
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0", "100, 1E2", "0, -0.00", "0.5, .50"})
  void numberThatIsWrittenInTwoWaysIsOneKeyOfWhichTheLastRowIsPut(String one, String other)
      throws Exception {
    assertThat(written(new Row(one, "first"), new Row(other, "last")))
        .singleElement()
        .satisfies(item -> assertThat(item.get("value").s()).isEqualTo("last"))
        .satisfies(item -> assertThat(item.get("id").n()).isEqualTo(other));
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "1, -1", "no number, 1"})
  void otherNumbersAreOtherKeys(String one, String other) throws Exception {
    assertThat(written(new Row(one, "first"), new Row(other, "last"))).hasSize(2);
  }
}
