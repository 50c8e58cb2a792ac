package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.api.WatermarkPolicy;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three streams that are out of order by different times, against one loop over batches. */
class RandomWatermarksTest {
  private static final long SIZE = 200;
  private static final long BATCH = 1_000;

  private record Arrival(int stream, long stamp, Event event) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void windowsOverSeveralStreamsAreWhatTheLoopSays(long seed) {
    Random random = new Random(seed);
    WatermarkPolicy policy = WatermarkPolicy.values()[(int) (seed % 2)];
    long[] patience = random.longs(3, 0, 1_500).toArray();
    List<Arrival> arrivals = arrivals(random);

    StreamHarness run =
        StreamHarness.of(app(policy, patience)).buckets(1 + random.nextInt(3)).start();
    for (Arrival each : arrivals) {
      run.send("s" + each.stream, at(each.stamp), each.event.key(), each.event.line());
      if (random.nextInt(20) == 0) {
        run.advance(Duration.ZERO);
        run.restart();
      }
    }
    run.finish();

    Map<String, List<String>> found = new TreeMap<>(Runs.lines(run));
    found.replaceAll(
        (name, of) ->
            of.stream().map(line -> line.replaceFirst("^.*,late,", "")).sorted().toList());
    assertThat(found)
        .as("%s of %s", policy, Arrays.toString(patience))
        .isEqualTo(model(policy, patience, arrivals));
    assertThat(found.keySet()).anyMatch(name -> name.startsWith("late/"));
  }

  private static StreamApp app(WatermarkPolicy policy, long[] patience) {
    return stream -> {
      stream.watermarkPolicy(policy);
      DStream<Event> all = null;
      for (int i = 0; i < patience.length; i++) {
        DStream<Event> one =
            stream
                .kinesis("s" + i, Decoder.utf8())
                .map(Event::parse)
                .withEventTime(Event::time, Duration.ofMillis(patience[i]));
        all = all == null ? one : all.union(one);
      }
      pairs(all)
          .named("sums")
          .reduceByKeyAndWindow(Long::sum, tumbling(SIZE))
          .map(pair -> pair.key() + "," + pair.value())
          .saveAsTextFiles("sums");
    };
  }

  /** Streams that lag behind by more and more; each has a value in the first batch. */
  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    long stamp = 5_000;
    for (int i = 0; i < 300; i++) {
      int stream = i < 3 ? i : random.nextInt(3);
      stamp += i < 3 ? 1 : random.nextInt(60);
      long time = stamp - stream * 400L - random.nextInt(random.nextInt(8) == 0 ? 9_000 : 1_200);
      arrivals.add(
          new Arrival(stream, stamp, new Event("k" + random.nextInt(4), time, random.nextInt(9))));
    }
    return arrivals;
  }

  private static Map<String, List<String>> model(
      WatermarkPolicy policy, long[] patience, List<Arrival> arrivals) {
    Map<String, List<String>> lines = new TreeMap<>();
    SortedMap<Long, SortedMap<String, Long>> sums = new TreeMap<>();
    long[] newest = new long[patience.length];
    Arrays.fill(newest, Long.MIN_VALUE);
    long watermark = Long.MIN_VALUE;
    long batch = arrivals.get(0).stamp / BATCH;
    for (Arrival each : arrivals) {
      if (each.stamp / BATCH != batch) {
        batch = each.stamp / BATCH;
        watermark = watermark(policy, patience, newest);
      }
      long end = (Math.floorDiv(each.event.timeMillis(), SIZE) + 1) * SIZE;
      if (end <= watermark) {
        lines
            .computeIfAbsent("late/sums-" + (batch + 1) * BATCH + ".csv", d -> new ArrayList<>())
            .add(each.event.key() + "," + each.event.value());
      } else {
        sums.computeIfAbsent(end, e -> new TreeMap<>())
            .merge(each.event.key(), each.event.value(), Long::sum);
      }
      newest[each.stream] = Math.max(newest[each.stream], each.event.timeMillis());
    }
    sums.forEach(
        (end, byKey) ->
            byKey.forEach(
                (key, sum) ->
                    lines
                        .computeIfAbsent("sums-" + end, d -> new ArrayList<>())
                        .add(key + "," + sum)));
    lines.values().forEach(of -> of.sort(null));
    return lines;
  }

  private static long watermark(WatermarkPolicy policy, long[] patience, long[] newest) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < patience.length; i++) {
      least = Math.min(least, newest[i] - patience[i]);
      most = Math.max(most, newest[i] - patience[i]);
    }
    return policy == WatermarkPolicy.MIN ? least : most;
  }
}
