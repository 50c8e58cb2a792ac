package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.ports.PullSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The app of the disturbance test on a source of its own: all is read by coordinators. */
class PulledSourceTest {
  private static final int SHARDS = 4;
  private static final int BUCKETS = 4;
  private static final SortedMap<String, Integer> TROUBLES = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  private static StreamApp app(PullSource source) {
    return new TestApp(stream -> stream.source(World.STREAM, source, Decoder.utf8()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatCoordinatorsReadIsWhatTheOracleSaysWhateverHappens(long seed) {
    List<Script.Event> script = Script.of(seed, 300, seed % 2 == 0, seed % 4 > 1);
    EngineSettings settings = World.settings(BUCKETS, seed % 3 == 0 ? 0 : 100);
    World calm =
        World.pulling(PulledSourceTest::app, SHARDS, settings, Trouble.Chances.NONE, seed)
            .run(script);
    World troubled =
        World.pulling(PulledSourceTest::app, SHARDS, settings, Trouble.Chances.MUCH, -seed)
            .run(script);
    troubled.trouble.counts.forEach((what, count) -> TROUBLES.merge(what, count, Integer::sum));

    Oracle expected = Oracle.of(calm.stream);
    TreeMap<String, List<String>> rows = new TreeMap<>(calm.rows());
    rows.keySet().removeIf(name -> name.startsWith("dead-letter/"));
    DisturbanceTest.assertSame(rows, expected.rows());
    DisturbanceTest.assertSame(troubled.files(), calm.files());
    assertThat(troubled.witness.violations()).isEmpty();
    assertThat(troubled.counters()).isEqualTo(calm.counters());
    assertThat(calm.counters()).containsAllEntriesOf(expected.counters());
  }

  /** A kind of trouble that never comes proves nothing. */
  @AfterAll
  static void everyKindOfTroubleCame() {
    assertThat(TROUBLES)
        .containsKeys("failed pull", "pull that says nothing", "crash at pull, before")
        .containsKeys("crash at pull, after", "pause after pull", "lost answer of append");
  }
}
