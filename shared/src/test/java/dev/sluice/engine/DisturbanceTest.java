package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The core promise: whatever happens to the processes, the same stream gives the same bytes. More
 * seeds: {@code ./mvnw test -pl shared -Dtest=DisturbanceTest -Dsluice.seeds=1-1000}.
 */
class DisturbanceTest {

  static LongStream seeds() {
    String[] range = System.getProperty("sluice.seeds", "1-20").split("-");
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void disturbedRunsPublishWhatTheOracleSaysByteForByteAlike(long seed) {
    List<Script.Event> script = Script.of(seed, 400, seed % 2 == 0);
    EngineSettings settings = World.settings(4, seed % 3 == 0 ? 0 : 100);
    World calm = new World(new TestApp(), 4, settings, World.Trouble.NONE, seed).run(script);
    World troubled = new World(new TestApp(), 4, settings, World.Trouble.MUCH, -seed).run(script);

    Oracle expected = Oracle.of(calm.stream);
    TreeMap<String, List<String>> rows = new TreeMap<>(calm.rows());
    rows.keySet().removeIf(name -> name.startsWith("dead-letter/"));
    assertSame(rows, expected.rows());
    assertThat(badLines(calm)).containsExactlyInAnyOrderElementsOf(expected.badLines());
    assertSame(troubled.files(), calm.files());
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
        .map(row -> row.substring(row.indexOf(",utf8,") + 6).replace("\"", ""))
        .toList();
  }
}
