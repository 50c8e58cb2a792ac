package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.engine.entry.Epoch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An app that is changed in mid-run, against one that was the changed one from the start. */
class DeployUnderTroubleTest {
  private static final int RECORDS = 300;
  private static final List<String> ADDED = List.of("again", "all", "counts", "maxima");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 24);
  }

  private static StreamApp app(boolean changed) {
    return stream -> {
      PairDStream<String, Long> values =
          stream
              .kinesis(World.STREAM, Decoder.utf8())
              .map(Reading::parse)
              .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), Duration.ofSeconds(1))
              .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
      PairDStream<String, Long> totals =
          values
              .named("totals")
              .updateStateByKey(
                  (List<Long> some, Optional<Long> before) ->
                      Optional.of(before.orElse(0L) + some.stream().mapToLong(each -> each).sum()),
                  TestCodecs.LONG);
      totals.saveAsTextFiles("totals");
      values
          .named("sums")
          .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(3)))
          .saveAsTextFiles("sums");
      if (changed) {
        values.saveAsTextFiles("all");
        totals.saveAsTextFiles("again");
        PairDStream<String, Long> counts =
            values.mapValues(value -> 1L, TestCodecs.LONG).named("counts").reduceByKey(Long::sum);
        counts.saveAsTextFiles("counts");
        counts
            .mapToPair(each -> Pair.of("max", each.value()), TestCodecs.STRING, TestCodecs.LONG)
            .named("maxima")
            .reduceByKey(Math::max)
            .saveAsTextFiles("maxima");
      }
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsNewBeginsWithOneBatchAndWhatIsOldGoesOn(long seed) {
    List<Script.Event> script = Script.of(seed, RECORDS, seed % 2 == 0);
    EngineSettings settings = World.settings(TwoWorlds.BUCKETS, seed % 3 == 0 ? 0 : 100);
    World calm = new World(app(true), 3, settings, Trouble.Chances.NONE, seed).run(script);
    World troubled = new World(app(false), 3, settings, Trouble.Chances.MUCH, -seed);
    int moment = (int) (seed * 37 % RECORDS);
    troubled.before(
        event -> {
          if (event == moment) {
            troubled.deploy(app(true));
          }
        });
    troubled.run(script);

    Epoch epoch = Rig.head(troubled.ports(), settings).epoch();
    assertThat(epoch.number()).isEqualTo(1);
    long begins = settings.borderMillis(epoch.begins("sink all"));
    SortedMap<String, String> expected = new TreeMap<>(calm.files());
    expected.keySet().removeIf(name -> isNew(name) && border(name) <= begins);
    DisturbanceTest.assertSame(troubled.files(), expected);
    assertThat(troubled.counters().get("records")).isEqualTo(calm.counters().get("records"));
  }

  private static boolean isNew(String name) {
    return ADDED.stream().anyMatch(each -> name.startsWith(each + "-"));
  }

  private static long border(String name) {
    return Long.parseLong(name.replaceAll("[^-]*-(\\d+)/.*", "$1"));
  }
}
