package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final SortedMap<String, String> BEFORE =
      new TreeMap<>(Map.of("out-1000/part-00000", "a", "out-2000.csv/part-00000", "b"));

  private final Places places = new Places();

  @Test
  void whatWasPublishedUpToTheCheckpointCounts() {
    places.leave(BEFORE, 1000, Map.of(), 1);
    assertThat(places.published(new TreeMap<>(Map.of("out-3000/part-00000", "b"))))
        .containsOnlyKeys("out-1000/part-00000", "out-3000/part-00000");
  }

  /** Seed 307323: nobody knew of which batch they are. */
  @Test
  void whatIsGivenBeforeAWindowClosesOrAgainIsOfItsOwnBatch() {
    SortedMap<String, String> rows =
        new TreeMap<>(
            Map.of(
                "out-500-e1000.csv/part-00000", "a",
                "out-500-e1500/part-00000", "b",
                "out-500-r1000/_SUCCESS", "",
                "out--500-r1500/_SUCCESS", ""));
    places.leave(rows, 1000, Map.of(), 1);
    assertThat(places.published(new TreeMap<>()))
        .containsOnlyKeys("out-500-e1000.csv/part-00000", "out-500-r1000/_SUCCESS");
  }

  @Test
  void whatIsPublishedAgainMustBeAlike() {
    places.leave(BEFORE, 1000, Map.of(), 1);
    assertThat(places.violations(new TreeMap<>(Map.of("out-1000/part-00000", "a")))).isEmpty();
    assertThat(places.violations(new TreeMap<>(Map.of("out-1000/part-00000", "c")))).hasSize(1);
  }

  @Test
  void whatWasGivenUpMayComeOtherwise() {
    places.leave(BEFORE, 1000, Map.of(), 1);
    assertThat(places.violations(new TreeMap<>(Map.of("out-2000.csv/part-00000", "c")))).isEmpty();
  }

  @Test
  void entriesOfTablesBeforeCountAsFarAsTheCheckpointHasThem() {
    places.leave(BEFORE, 1000, Map.of("intake/in", 4L), 2);
    assertThat(places.counts("intake/in", 1, 4)).isTrue();
    assertThat(places.counts("intake/in", 1, 5)).isFalse();
    assertThat(places.counts("intake/other", 0, 0)).isFalse();
    assertThat(places.counts("intake/in", 2, 5)).isTrue();
  }
}
