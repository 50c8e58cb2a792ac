package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.MemoryStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
  private final MemoryStream kinesis = new MemoryStream("orders", 2);
  private final MemoryStream topic = new MemoryStream("orders", 3);
  private final Sources both =
      new Sources(Map.of(SourceKind.KINESIS, kinesis, SourceKind.KAFKA, topic));

  @ParameterizedTest
  @CsvSource({
    "orders,KINESIS,orders",
    "kafka,KINESIS,kafka",
    "kafka:orders,KAFKA,orders",
    "files:incoming/a,FILES,incoming/a",
    "dynamodb:orders,DYNAMODB,orders",
    "custom:orders,CUSTOM,orders",
  })
  void textNamesASource(String text, SourceKind kind, String name) {
    SourceId id = SourceId.parse(text);
    assertThat(id).isEqualTo(new SourceId(kind, name));
    assertThat(id.text()).isEqualTo(text).hasToString(text);
    assertThat(id.isValid()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"kafka:", "kafka:a/b", "files:a//b", "files:/a", "files:a:b", "mqtt:orders", "a/b"})
  void nameThatItsKindDoesNotTakeIsNone(String text) {
    assertThat(SourceId.parse(text).isValid()).isFalse();
  }

  @Test
  void eachKindIsAskedByTheNameWithoutTheKind() {
    assertThat(both.shards("orders")).isEqualTo(kinesis.shards("orders")).hasSize(2);
    assertThat(both.shards("kafka:orders")).isEqualTo(topic.shards("orders")).hasSize(3);

    String third = topic.shards("orders").get(2).id();
    topic.putTo(third, "key", new byte[] {1}, 5);
    assertThat(both.probe("kafka:orders", third, Position.START).empty()).isFalse();
    assertThat(both.hashKeys("kafka:orders", third)).isEqualTo(topic.hashKeys("orders", third));
    assertThatThrownBy(() -> both.probe("orders", third, Position.START))
        .hasMessageContaining(third);
  }

  @Test
  void kindThatNothingServesIsRefusedWithWhatToDo() {
    for (Runnable ask :
        List.<Runnable>of(
            () -> both.shards("files:incoming"),
            () -> both.probe("files:incoming", "0", Position.START),
            () -> both.hashKeys("files:incoming", "0"))) {
      assertThatThrownBy(ask::run)
          .isInstanceOf(StoreRefusedException.class)
          .hasMessage(
              "SLUICE-E17 the app reads 'files:incoming', a prefix of files, and nothing serves that"
                  + " here, only KINESIS, KAFKA; say where files arrive: SLUICE_FILES of the"
                  + " functions");
    }
  }

  @Test
  void allThatIsNotServedIsSaidBeforeAnythingRuns() {
    assertThat(both.requireServed(List.of("orders", "kafka:orders"))).isSameAs(both);
    assertThatThrownBy(() -> both.requireServed(List.of("orders", "files:a", "dynamodb:orders")))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("SLUICE-E17 the app reads 'files:a', a prefix of files,")
        .hasMessageContaining("SLUICE-E17 the app reads 'dynamodb:orders', a DynamoDB table,")
        .hasMessageNotContaining("'orders'");
    assertThat(Sources.missing(List.of("orders"), Set.of(SourceKind.KINESIS))).isEmpty();
    assertThat(Sources.missing(List.of("custom:a"), Set.of()))
        .as("an app brings its own sources with it")
        .isEmpty();
  }

  @Test
  void fileNamesHoldNoColon() {
    assertThat(SourceId.parse("kafka:orders").path()).isEqualTo("kafka/orders");
    assertThat(SourceId.parse("orders").path()).isEqualTo("orders");
  }
}
