package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.simulation.Arrived;
import dev.sluice.simulation.Subject;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A random app: one stream of readings, and one to three branches behind it. */
public final class Pipeline implements Subject {
  private static final long INTERVAL_MILLIS = 1_000;
  private static final String POISON = "poison";
  private static final String FAT = "x".repeat(9_000);
  private static final int MOST_BRANCHES = 3;
  private static final int KEYS = 9;

  private final List<Branch> branches = new ArrayList<>();
  private final Duration outOfOrderness;

  /** The app that follows from a seed. */
  public Pipeline(long seed) {
    Random random = new Random(seed * 31 + 7);
    this.outOfOrderness = Duration.ofMillis(500L * random.nextInt(12));
    int count = 1 + random.nextInt(MOST_BRANCHES);
    for (int i = 0; i < count; i++) {
      branches.add(Branches.draw(random));
    }
  }

  @Override
  public String name() {
    return branches.stream().map(Branch::text).collect(Collectors.joining("; "));
  }

  @Override
  public String stream() {
    return "readings";
  }

  @Override
  public StreamApp app() {
    return context -> {
      DStream<Reading> readings =
          context
              .kinesis(stream(), Decoder.utf8())
              .map(Pipeline::parse)
              .withEventTime(r -> Instant.ofEpochMilli(r.timeMillis()), outOfOrderness);
      for (int i = 0; i < branches.size(); i++) {
        branches.get(i).define(readings, "branch-" + i);
      }
    };
  }

  private static Reading parse(String line) {
    if (line.startsWith(POISON)) {
      throw new Crash("user code");
    }
    return Reading.parse(line);
  }

  @Override
  public byte[] record(Random random, int number, long stampMillis, Chances chances) {
    return line(random, number, stampMillis, chances).getBytes(StandardCharsets.UTF_8);
  }

  private String line(Random random, int number, long stamp, Chances chances) {
    int key = random.nextInt(KEYS);
    if (chances.has(Fault.HOT_KEY) && random.nextInt(10) > 0) {
      key = 0;
    }
    String name = "k" + key;
    if (oneIn(random, chances.of(Fault.POISON))) {
      return POISON + ",no time," + number;
    }
    if (oneIn(random, chances.of(Fault.BAD_RECORD))) {
      return name + ",no time," + (chances.has(Fault.LARGE_RECORD) ? FAT : "") + number;
    }
    long time = stamp - random.nextInt(3_000);
    if (oneIn(random, chances.of(Fault.OUT_OF_ORDER))) {
      time = stamp - random.nextInt(30_000);
    } else if (oneIn(random, chances.of(Fault.FAR_AHEAD))) {
      time = stamp + (random.nextBoolean() ? 2 * 3600_000L : random.nextInt(30_000));
    }
    return new Reading(name, time, random.nextInt(100)).line();
  }

  private static boolean oneIn(Random random, int many) {
    return many > 0 && random.nextInt(many) == 0;
  }

  @Override
  public Optional<Expected> expected(List<Arrived> records) {
    Input input = new Input(records, INTERVAL_MILLIS, outOfOrderness);
    Rows rows = new Rows();
    for (int i = 0; i < branches.size(); i++) {
      branches.get(i).expect(input, "branch-" + i, rows);
    }
    SortedMap<String, Long> counters = new TreeMap<>();
    counters.put("records", (long) records.size());
    counters.put("dead-letters", input.unreadable());
    counters.put("late", rows.late());
    return Optional.of(new Expected(rows.sorted(), counters));
  }
}
