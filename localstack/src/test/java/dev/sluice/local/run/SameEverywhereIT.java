package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.PutEntry;
import dev.sluice.local.kinesis.VirtualRate;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same app on the ports in memory and on the embedded services of AWS. */
@Timeout(300)
class SameEverywhereIT {
  private static final long START = Instant.parse("2026-03-10T09:00:00Z").toEpochMilli();
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int RECORDS = 600;
  private static final int RATE = 20;
  private static final int SHARDS = 3;
  private static final int BUCKETS = 2;

  private record Record(String stream, String key, String line, long stampMillis) {}

  private record Outcome(SortedMap<String, String> files, long read) {}

  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  @Test
  void anAppWithOperatorsOfEveryKindWritesTheSameFilesInMemoryAndOnEmbeddedServices()
      throws Exception {
    List<Record> records = records();
    Outcome inMemory = inMemory(records);
    Outcome embedded = embedded(records);

    assertThat(embedded.files.keySet()).isEqualTo(inMemory.files.keySet());
    inMemory.files.forEach(
        (name, text) -> assertThat(embedded.files.get(name)).as(name).isEqualTo(text));
    assertThat(embedded.read).isEqualTo(inMemory.read).isGreaterThan(RECORDS / 2);
    assertThat(prefixes(inMemory.files))
        .containsAll(ShopApp.SINKS)
        .contains("late/revised", "dead-letter/orders", "dead-letter/mapWithState-1");
    assertThat(inMemory.files.keySet())
        .as("revisions and early results")
        .anyMatch(name -> name.matches("revised-\\d+-r\\d+/.*"))
        .anyMatch(name -> name.matches("early-\\d+-e\\d+/.*"));
  }

  /** Out of order by some seconds, some later than any window waits, some broken. */
  private static List<Record> records() {
    Random random = new Random(3);
    List<Record> all = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      long stamp = START + i * 1_000L / RATE;
      String user = "user-" + random.nextInt(6);
      long at = stamp - random.nextInt(random.nextInt(20) == 0 ? 30_000 : 3_000);
      String time = random.nextInt(50) == 0 ? "noon" : Long.toString(at);
      String line =
          "id-" + random.nextInt(RECORDS / 2) + "," + user + "," + time + "," + random.nextInt(100);
      String stream = random.nextInt(3) == 0 ? ShopApp.PAYMENTS : ShopApp.ORDERS;
      all.add(new Record(stream, user, line, stamp));
    }
    return all;
  }

  private static Outcome inMemory(List<Record> records) {
    StreamHarness run =
        StreamHarness.of(new ShopApp())
            .startAt(Instant.ofEpochMilli(START))
            .interval(INTERVAL)
            .shards(SHARDS)
            .buckets(BUCKETS)
            .start();
    for (Record each : records) {
      run.send(each.stream, Instant.ofEpochMilli(each.stampMillis), each.key, each.line);
    }
    run.finish();
    return new Outcome(alike(run.files()), run.accumulator(ShopApp.READ));
  }

  private Outcome embedded(List<Record> records) throws Exception {
    EngineSettings engine =
        new EngineSettings(
            INTERVAL, BUCKETS, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, BUCKETS);
    LocalSettings settings =
        new LocalSettings(
            "shop",
            Plan.of(new ShopApp(), Map.of()),
            engine,
            SHARDS,
            new VirtualRate(START, RATE),
            Optional.empty(),
            0,
            Disturbance.seeded(5, 0.2, 5),
            Optional.empty());
    try (LocalRun run = LocalRun.start(settings, problems::add, text -> {})) {
      for (Record each : records) {
        byte[] data = each.line.getBytes(StandardCharsets.UTF_8);
        PutEntry entry = new PutEntry(data, each.key, Optional.empty());
        run.streams().put(each.stream, List.of(entry), Optional.empty());
      }
      run.finish();
      SortedMap<String, String> files = new TreeMap<>();
      for (String name : run.outputs().list("")) {
        files.put(name, new String(run.outputs().get(name).orElseThrow(), StandardCharsets.UTF_8));
      }
      return new Outcome(alike(files), run.status().accumulators().get(ShopApp.READ));
    }
  }

  /** Positions of dead letters are the streams' own: each gives sequence numbers of its kind. */
  private static SortedMap<String, String> alike(SortedMap<String, String> files) {
    SortedMap<String, String> alike = new TreeMap<>(files);
    alike.replaceAll(
        (name, text) ->
            name.startsWith("dead-letter/")
                ? text.replaceAll("(?m)^([^,]*/shardId-\\d+),\\d+,", "$1,position,")
                : text);
    return alike;
  }

  private static List<String> prefixes(SortedMap<String, String> files) {
    return files.keySet().stream()
        .map(name -> name.replaceAll("-\\d+(-[er]\\d+)?(\\.[a-z]+)?/.*", ""))
        .distinct()
        .collect(Collectors.toList());
  }
}
