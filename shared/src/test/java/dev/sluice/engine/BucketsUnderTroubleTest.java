package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.entry.Layout;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Apps whose number of buckets is changed in mid-run, against the same with one number. */
class BucketsUnderTroubleTest {
  private static final int RECORDS = 300;

  private static final List<Supplier<StreamApp>> APPS =
      List.of(
          TestApp::new,
          StatefulApp::new,
          SessionsApp::new,
          OutputModesApp::new,
          IntervalJoinApp::new,
          GroupsApp::new);

  private static int changes;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 24);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreTheSame(long seed) {
    Supplier<StreamApp> app = APPS.get((int) (seed % APPS.size()));
    List<Script.Event> script = Script.of(seed, RECORDS, seed % 2 == 0);
    EngineSettings settings = World.settings(TwoWorlds.BUCKETS, seed % 3 == 0 ? 0 : 100);
    World calm = new World(app.get(), 3, settings, Trouble.Chances.NONE, seed).run(script);
    World troubled = new World(app.get(), 3, settings, Trouble.Chances.MUCH, -seed);
    Random random = new Random(seed);
    troubled.before(
        event -> {
          if (random.nextInt(RECORDS / 4) == 0) {
            troubled.spread(1 + random.nextInt(6));
          }
        });
    troubled.run(script);

    Layout layout = Rig.head(troubled.ports(), settings).layout();
    changes += layout.number();
    DisturbanceTest.assertSame(withoutLanes(troubled.rows()), withoutLanes(calm.rows()));
    assertThat(troubled.witness.violations()).isEmpty();
    assertThat(troubled.counters()).isEqualTo(calm.counters());
  }

  /** A change that never comes proves nothing. */
  @AfterAll
  static void layoutsWereChanged() {
    assertThat(changes).isGreaterThan((int) seeds().count() / 2);
  }

  /** Dead letters name the lane of the bucket. */
  private static SortedMap<String, List<String>> withoutLanes(
      SortedMap<String, List<String>> rows) {
    SortedMap<String, List<String>> same = new TreeMap<>();
    rows.forEach(
        (directory, lines) ->
            same.put(
                directory,
                lines.stream()
                    .map(line -> line.replaceAll("bucket/(\\d+)/\\d+(\\.l\\d+)?", "bucket/$1"))
                    .sorted()
                    .toList()));
    return same;
  }
}
