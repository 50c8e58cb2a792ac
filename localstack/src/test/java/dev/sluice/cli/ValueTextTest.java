package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys and states as people and programs get them. */
class ValueTextTest {
  private enum Colour {
    RED
  }

  private record Inner(String name, Optional<Long> size) {}

  private record Outer(Inner inner, List<Double> values, byte[] bytes, Colour colour) {}

  @Test
  void valuesWithoutPartsStandAsTheyAre() {
    assertThat(ValueText.of("a \"b\"")).isEqualTo("a \"b\"");
    assertThat(ValueText.of(-7L)).isEqualTo("-7");
    assertThat(ValueText.of(new byte[] {1, 2})).isEqualTo("AQI=");
    assertThat(ValueText.of(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(ValueText.of(null)).isEqualTo("null");
  }

  @Test
  void valuesWithPartsAreJson() {
    Outer outer =
        new Outer(
            new Inner("x", Optional.of(3L)),
            Arrays.asList(1.5, Double.NaN, null),
            new byte[] {0},
            Colour.RED);
    assertThat(ValueText.of(outer))
        .isEqualTo(
            "{\"inner\":{\"name\":\"x\",\"size\":3},\"values\":[1.5,\"NaN\",null],"
                + "\"bytes\":\"AA==\",\"colour\":\"RED\"}");
    assertThat(ValueText.of(Map.of(new Inner("k", Optional.empty()), true)))
        .isEqualTo("{\"{\\\"name\\\":\\\"k\\\",\\\"size\\\":null}\":true}");
  }

  @Test
  void textsInJsonAreInQuotes() {
    assertThat(ValueText.json("a\nb")).isEqualTo("\"a\\nb\"");
    assertThat(ValueText.json(Optional.empty())).isEqualTo("null");
  }
}
