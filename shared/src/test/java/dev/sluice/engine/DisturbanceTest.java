package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The core promise: whatever happens to the processes, the same stream gives the same bytes. More
 * seeds: {@code ./mvnw -B -ntp test -pl shared -Dtest=DisturbanceTest -Dsluice.seeds=1-1000}.
 */
@Tag("seeded")
class DisturbanceTest {

  static LongStream seeds() {
    String[] range = System.getProperty("sluice.seeds", "1-30").split("-");
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
  }

  private static final SortedMap<String, Integer> TROUBLES = new TreeMap<>();

  @ParameterizedTest
  @MethodSource("seeds")
  void disturbedRunsPublishWhatTheOracleSaysByteForByteAlike(long seed) {
    try {
      disturb(seed);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed "
              + seed
              + "; again: ./mvnw -B -ntp test -pl shared -Dtest=DisturbanceTest -Dsluice.seeds="
              + seed
              + "-"
              + seed,
          e);
    }
  }

  private static void disturb(long seed) {
    boolean leaps = seed % 4 > 1;
    List<Script.Event> script = Script.of(seed, 400, seed % 2 == 0, leaps);
    EngineSettings settings = World.settings(4, seed % 3 == 0 ? 0 : 100);
    World calm = new World(new TestApp(), 4, settings, Trouble.Chances.NONE, seed).run(script);
    World troubled = new World(new TestApp(), 4, settings, Trouble.Chances.MUCH, -seed).run(script);
    troubled.trouble.counts.forEach((what, count) -> TROUBLES.merge(what, count, Integer::sum));

    Oracle expected = Oracle.of(calm.stream);
    TreeMap<String, List<String>> rows = new TreeMap<>(calm.rows());
    rows.keySet().removeIf(name -> name.startsWith("dead-letter/"));
    assertSame(rows, expected.rows());
    assertThat(badLines(calm)).containsExactlyInAnyOrderElementsOf(expected.badLines());
    assertSame(troubled.files(), calm.files());
    assertThat(troubled.witness.violations()).isEmpty();
    assertThat(troubled.counters()).isEqualTo(calm.counters());
    assertThat(calm.counters()).containsAllEntriesOf(expected.counters());
  }

  /** A kind of trouble that never comes proves nothing. */
  @AfterAll
  static void everyKindOfTroubleCame() {
    if (seeds().count() >= 20) {
      for (String port : List.of("append", "head", "read", "put of outputs", "put of spills")) {
        for (String what :
            List.of("crash at " + port + ", before", "crash at " + port + ", after")) {
          assertThat(TROUBLES).containsKey(what);
        }
        assertThat(TROUBLES).containsKey("lost answer of " + port);
        // Spills are few: which side of the put a pause hits is up to the seeds.
        assertThat(TROUBLES.keySet()).containsAnyOf("pause before " + port, "pause after " + port);
      }
      assertThat(TROUBLES)
          .containsKeys("sleep", "redelivery", "refused call", "coordinator away for minutes")
          .containsKeys(
              "spill", "throttled append", "empty probe with lag", "crash at probe, before");
    }
  }

  /** Compares maps and shows what differs only: they are large. */
  static <V> void assertSame(Map<String, V> found, Map<String, V> expected) {
    TreeSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(expected.keySet());
    List<String> differences =
        names.stream()
            .filter(name -> !Objects.equals(found.get(name), expected.get(name)))
            .map(n -> n + "\n  found " + found.get(n) + "\n  not   " + expected.get(n))
            .toList();
    assertThat(differences).isEmpty();
    assertThat(found).isNotEmpty();
  }

  private static List<String> badLines(World world) {
    return world.rows().entrySet().stream()
        .filter(each -> each.getKey().startsWith("dead-letter/readings-"))
        .flatMap(each -> each.getValue().stream())
        .map(row -> row.replaceAll(",[^,]*,[^,]*$", "")) // key and arrival
        .map(row -> row.substring(row.indexOf(",utf8,") + 6).replace("\"", ""))
        .toList();
  }
}
