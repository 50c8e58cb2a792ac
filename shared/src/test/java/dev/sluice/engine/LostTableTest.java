package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table is lost now and then, in the middle of everything else that goes wrong, and the app
 * goes on from its newest checkpoint: what is published is what an undisturbed run publishes.
 */
@Tag("seeded")
class LostTableTest {
  private static final int SHARDS = 3;
  private static final int BUCKETS = 3;
  private static final int RECORDS = 200;

  /** The table is lost once in so many records. */
  private static final int LOSS = 40;

  private static final CheckpointSettings OFTEN =
      new CheckpointSettings(Duration.ofSeconds(4), new StartFrom.Newest());

  private static final SortedMap<String, Integer> SEEN = new TreeMap<>();

  static LongStream seeds() {
    String[] range = System.getProperty("sluice.seeds", "1-6").split("-");
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void filesAndCountersAreThoseOfAnUndisturbedRun(long seed) {
    compare(TestApp::new, seed, false);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tableThatFallsBackChangesNothing(long seed) {
    compare(TestApp::new, seed, true);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void statesAndTimersOfKeysComeBack(long seed) {
    compare(SessionsApp::new, seed, seed % 2 == 0);
  }

  private static void compare(Supplier<StreamApp> app, long seed, boolean fallsBack) {
    boolean leaps = seed % 4 > 1;
    List<Script.Event> script = Script.of(seed, RECORDS, seed % 2 == 0, leaps);
    EngineSettings settings = World.settings(BUCKETS, seed % 3 == 0 ? 0 : 100);
    World calm = new World(app.get(), SHARDS, settings, Trouble.Chances.NONE, seed).run(script);
    Random random = new Random(seed);
    World world = new World(app.get(), SHARDS, settings, Trouble.Chances.MUCH, -seed).with(OFTEN);
    world.before(
        event -> {
          if (random.nextInt(LOSS) == 0) {
            see("checkpoints", world.metrics.value("checkpoint.taken") > 0);
            see("restored", world.log.read(Lanes.START, 0, 2).size() == 2);
            if (fallsBack && random.nextInt(3) > 0) {
              world.fallBack(random);
            } else {
              world.loseTable();
            }
          }
        });
    world.run(script);

    DisturbanceTest.assertSame(world.files(), calm.files());
    assertThat(world.witness.violations()).isEmpty();
    assertThat(world.counters()).isEqualTo(calm.counters());
  }

  private static void see(String what, boolean seen) {
    if (seen) {
      SEEN.merge(what, 1, Integer::sum);
    }
  }

  /** What never comes proves nothing. */
  @AfterAll
  static void checkpointsWereTakenAndRestored() {
    if (seeds().count() >= 6) {
      assertThat(SEEN).containsKeys("checkpoints", "restored");
    }
  }
}
