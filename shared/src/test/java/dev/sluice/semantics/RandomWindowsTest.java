package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of any shape over records in any order, against the naive model. */
class RandomWindowsTest {
  private static final long FAR_AHEAD = Duration.ofHours(2).toMillis();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void windowsAreWhatTheNaiveModelSays(long seed) {
    Random random = new Random(seed);
    Windows windows =
        new Windows(
            Duration.ofMillis(20 * (1 + random.nextInt(40))),
            Duration.ofMillis(20 * (1 + random.nextInt(40))),
            Duration.ofMillis(random.nextInt(2000) - 1000),
            Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(1500)));
    Duration outOfOrderness = Duration.ofMillis(random.nextInt(3) * 400L);
    SortedMap<Long, List<Event>> byStamp = events(random);

    SortedMap<String, List<String>> found = run(windows, outOfOrderness, byStamp, random);

    assertThat(found)
        .as("%s, out of order by %s", windows, outOfOrderness)
        .isEqualTo(new NaiveWindows(windows, outOfOrderness).run(byStamp, FAR_AHEAD));
  }

  private static SortedMap<String, List<String>> run(
      Windows windows,
      Duration outOfOrderness,
      SortedMap<Long, List<Event>> byStamp,
      Random random) {
    StreamApp app =
        stream -> {
          DStream<Event> events = Runs.events(stream);
          Runs.pairs(
                  events.withEventTime(Event::time, outOfOrderness, Duration.ofMillis(FAR_AHEAD)))
              .named("sums")
              .reduceByKeyAndWindow(Long::sum, windows)
              .map(pair -> pair.key() + "=" + pair.value())
              .saveAsTextFiles("sums");
        };
    StreamHarness run =
        StreamHarness.of(app).shards(1 + random.nextInt(4)).buckets(1 + random.nextInt(4)).start();
    byStamp.forEach(
        (stamp, events) -> {
          events.forEach(event -> Runs.send(run, stamp, event));
          if (random.nextInt(10) == 0) {
            run.advance(Duration.ZERO);
          }
          if (random.nextInt(20) == 0) {
            run.restart();
          }
        });
    run.finish();
    SortedMap<String, List<String>> lines = Runs.lines(run);
    lines.replaceAll(
        (directory, of) ->
            directory.startsWith("late/") ? of.stream().map(RandomWindowsTest::late).toList() : of);
    return sorted(lines);
  }

  /** Key and value of a late line. */
  private static String late(String line) {
    return line.replaceFirst("^[^,]*,[^,]*,[^,]*,(late|far ahead),", "");
  }

  private static SortedMap<String, List<String>> sorted(SortedMap<String, List<String>> lines) {
    SortedMap<String, List<String>> sorted = new TreeMap<>();
    lines.forEach((directory, of) -> sorted.put(directory, of.stream().sorted().toList()));
    return sorted;
  }

  /** Times lie on a grid of 10 ms, so that many are exactly on an edge. */
  private static SortedMap<Long, List<Event>> events(Random random) {
    SortedMap<Long, List<Event>> byStamp = new TreeMap<>();
    long stamp = 500;
    for (int i = 0; i < 250; i++) {
      stamp += random.nextInt(90);
      long time = (stamp - random.nextInt(random.nextInt(5) == 0 ? 4000 : 600)) / 10 * 10;
      if (random.nextInt(40) == 0) {
        time = stamp + FAR_AHEAD + 10;
      }
      byStamp
          .computeIfAbsent(stamp, s -> new ArrayList<>())
          .add(new Event("k" + random.nextInt(5), time, random.nextInt(100)));
    }
    return byStamp;
  }
}
