package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES = List.of("oil-pumps", "word-count", "run");

  @Test
  void aMisspeltNameFindsTheOneThatWasMeant() {
    assertThat(Nearest.to("word-cuont", NAMES)).contains("word-count");
    assertThat(Nearest.to("oilpump", NAMES)).contains("oil-pumps");
    assertThat(Nearest.to("rnu", NAMES)).contains("run");
  }

  @Test
  void aNameThatIsFarFromAllFindsNone() {
    assertThat(Nearest.to("kafka-to-iceberg", NAMES)).isEmpty();
    assertThat(Nearest.to("xyz", NAMES)).isEmpty();
    assertThat(Nearest.to("", NAMES)).isEmpty();
  }

  @Test
  void theDistanceCountsLettersThatChangeComeOrGo() {
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("abc", "abc")).isZero();
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
