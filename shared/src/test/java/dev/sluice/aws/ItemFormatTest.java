package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemFormatTest {
  record Row(
      String page,
      long clicks,
      Double mean,
      boolean hot,
      Instant time,
      byte[] bytes,
      Optional<Integer> some,
      Optional<Integer> none) {}

  record Deep(List<String> all) {}

  @Test
  void componentsAreAttributesAndNothingIsLeftOut() {
    Row row =
        new Row(
            "/a", 7, null, true, Instant.EPOCH, new byte[] {1}, Optional.of(5), Optional.empty());
    assertThat(ItemFormat.of(Row.class).apply(row))
        .isEqualTo(
            Map.of(
                "page", AttributeValue.fromS("/a"),
                "clicks", AttributeValue.fromN("7"),
                "hot", AttributeValue.fromBool(true),
                "time", AttributeValue.fromS("1970-01-01T00:00:00Z"),
                "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1})),
                "some", AttributeValue.fromN("5")));
  }

  @Test
  void componentsWithPartsAreRefusedAtOnce() {
    assertThatThrownBy(() -> ItemFormat.of(Deep.class))
        .hasMessageStartingWith("SLUICE-D14 component all of Deep has no form in an item");
  }
}
