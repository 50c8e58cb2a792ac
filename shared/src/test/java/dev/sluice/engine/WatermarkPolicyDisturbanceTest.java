package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.WatermarkPolicy;
import dev.sluice.api.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The greatest of two watermarks, in peace and in trouble. */
class WatermarkPolicyDisturbanceTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 8);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fasterStreamDecidesTheSameWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(() -> app(WatermarkPolicy.MAX), seed);

    DisturbanceTest.assertSame(worlds.troubled().files(), worlds.calm().files());
    assertThat(worlds.troubled().witness.violations()).isEmpty();
    assertThat(worlds.troubled().counters()).isEqualTo(worlds.calm().counters());
    assertThat(worlds.calm().rows().keySet())
        .anyMatch(name -> name.startsWith("late/once-"))
        .noneMatch(name -> name.startsWith("late/windows-"));
  }

  /** Even values are out of order by less than odd ones; only those have duplicates dropped. */
  private static StreamApp app(WatermarkPolicy policy) {
    return stream -> {
      stream.watermarkPolicy(policy);
      DStream<Reading> readings = stream.kinesis("readings", Decoder.utf8()).map(Reading::parse);
      DStream<Reading> even =
          readings.filter(r -> r.value() % 2 == 0).withEventTime(r -> time(r), Duration.ZERO);
      DStream<Reading> odd =
          readings
              .filter(r -> r.value() % 2 != 0)
              .withEventTime(r -> time(r), Duration.ofSeconds(20));
      odd.mapToPair(r -> Pair.of(r.line(), 1L), TestCodecs.STRING, TestCodecs.LONG)
          .named("once")
          .dropDuplicatesByKeyWithinWatermark()
          .mapToPair(
              pair -> Pair.of(Reading.parse(pair.key()).key(), 1L),
              TestCodecs.STRING,
              TestCodecs.LONG)
          .named("windows")
          .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(3)))
          .saveAsTextFiles("odd");
      even.union(odd)
          .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
          .named("both")
          .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(3)))
          .saveAsTextFiles("both");
    };
  }

  private static Instant time(Reading reading) {
    return Instant.ofEpochMilli(reading.timeMillis());
  }
}
