package dev.sluice.bench;

import dev.sluice.local.run.LocalRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/**
 * How long after the put of the record that lets a window close the window is published, marker
 * included, while records keep coming. Windows of 2 s every 1 s.
 */
final class Latency {
  private static final Duration TIME = Duration.ofSeconds(40);
  private static final long WAIT_MILLIS = 20;
  private static final int PUMPS = 10;

  /**
   * Event time falls behind by so much, up to a second: windows then close at all phases of the
   * batch interval alike.
   */
  private static final double DRIFT = 0.1;

  private Latency() {}

  static void print() throws Exception {
    print(Duration.ofSeconds(1));
    print(Duration.ofMillis(250));
  }

  private static void print(Duration interval) throws Exception {
    Path out = Files.createTempDirectory("sluice-bench-");
    Duration second = Duration.ofSeconds(1);
    Pressure app = new Pressure(second.multipliedBy(2), second, Duration.ZERO);
    List<Double> latencies;
    try (LocalRun run = Local.start(app, interval, out)) {
      latencies = measure(run, out);
    } finally {
      LocalSpeed.delete(out);
    }
    latencies.sort(null);
    System.out.printf(
        "interval %d ms: %d windows, published after %.2f s (median), %.2f s (90 of 100)%n",
        interval.toMillis(),
        latencies.size(),
        latencies.get(latencies.size() / 2),
        latencies.get(latencies.size() * 9 / 10));
  }

  private static List<Double> measure(LocalRun run, Path out) throws Exception {
    Random random = new Random(1);
    TreeMap<Long, Long> open = new TreeMap<>(); // ends of windows, and when they could close
    List<Double> latencies = new ArrayList<>();
    long begin = System.currentTimeMillis();
    long reached = Long.MIN_VALUE;
    for (long i = 0; System.currentTimeMillis() - begin < TIME.toMillis() || !open.isEmpty(); i++) {
      long now = System.currentTimeMillis();
      long time = now - (long) ((now - begin) * DRIFT) % 1000;
      String pump = "PUMP" + i % PUMPS;
      long put = System.nanoTime();
      run.kinesis()
          .putRecord(
              record ->
                  record
                      .streamName(Pressure.STREAM)
                      .partitionKey(pump)
                      .data(SdkBytes.fromByteArray(Readings.line(pump, time, random))));
      long end = Math.floorDiv(time, 1000) * 1000;
      if (end > reached && now - begin < TIME.toMillis()) {
        if (reached != Long.MIN_VALUE) {
          open.put(end, put);
        }
        reached = end;
      }
      open.entrySet()
          .removeIf(
              window -> {
                boolean there =
                    Files.exists(out.resolve("pressure-" + window.getKey() + ".csv/_SUCCESS"));
                if (there) {
                  latencies.add((System.nanoTime() - window.getValue()) / 1e9);
                }
                return there;
              });
      Thread.sleep(WAIT_MILLIS);
    }
    return latencies;
  }
}
