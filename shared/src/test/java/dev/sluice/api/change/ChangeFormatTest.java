package dev.sluice.api.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.format.FormatException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeFormatTest {

  private static Map<String, Object> everything() {
    Map<String, Object> item = new HashMap<>();
    item.put("text", "quotes \" and äöü \uD83D\uDE00");
    item.put("number", new BigDecimal("12345678901234567890.12345"));
    item.put("yes", true);
    item.put("nothing", null);
    item.put("bytes", ByteBuffer.wrap(new byte[] {0, -1, 7}));
    item.put("list", Arrays.asList("a", new BigDecimal("1"), null, List.of()));
    item.put("map", Map.of("deep", Map.of("er", "b")));
    item.put("texts", Set.of("x", "y"));
    item.put("numbers", Set.of(new BigDecimal("2"), new BigDecimal("10")));
    item.put("blobs", Set.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2})));
    return item;
  }

  @Test
  void changeIsWhatItWasWithAllTypesOfAttributes() {
    Change change =
        new Change(
            Change.Kind.MODIFY,
            Map.of("id", new BigDecimal("7")),
            Optional.of(Map.of()),
            Optional.of(everything()));
    assertThat(ChangeFormat.decode(ChangeFormat.encode(change))).isEqualTo(change);
  }

  @Test
  void bytesDoNotDependOnTheOrderOfAttributesAndMembers() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", new LinkedHashSet<>(List.of("x", "y")));
    one.put("b", "2");
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", "2");
    other.put("a", new LinkedHashSet<>(List.of("y", "x")));
    assertThat(ChangeFormat.encode(insert(one))).isEqualTo(ChangeFormat.encode(insert(other)));
  }

  private static Change insert(Map<String, Object> item) {
    return new Change(Change.Kind.INSERT, Map.of("b", "2"), Optional.empty(), Optional.of(item));
  }

  @Test
  void deadLettersShowWhatDynamoDbWouldWrite() {
    Change change =
        new Change(
            Change.Kind.REMOVE,
            Map.of("id", new BigDecimal("7")),
            Optional.of(Map.of("id", new BigDecimal("7"), "tags", Set.of("x"))),
            Optional.empty());
    assertThat(new String(ChangeFormat.encode(change), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"kind\":\"REMOVE\",\"keys\":{\"id\":{\"N\":\"7\"}},"
                + "\"before\":{\"id\":{\"N\":\"7\"},\"tags\":{\"SS\":[\"x\"]}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "{}",
        "{\"kind\":\"RENAME\"}",
        "{\"kind\":\"INSERT\",\"keys\":{\"id\":{\"X\":\"7\"}}}",
        "{\"kind\":\"INSERT\",\"keys\":{\"id\":7}}",
        "{\"kind\":\"INSERT\",\"more\":1}",
        "{\"kind\":\"INSERT\"} {\"kind\":\"INSERT\"}"
      })
  void bytesThatAreNoChangeAreRefused(String text) {
    assertThatThrownBy(() -> ChangeFormat.decode(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("SLUICE-D23");
  }
}
