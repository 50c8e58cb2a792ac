package dev.sluice.simulation.pipeline;

import dev.sluice.api.Accumulator;
import dev.sluice.api.Broadcast;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.WatermarkPolicy;
import dev.sluice.plan.Plan;
import dev.sluice.simulation.Arrived;
import dev.sluice.simulation.Calls;
import dev.sluice.simulation.Flaws;
import dev.sluice.simulation.Histories;
import dev.sluice.simulation.Subject;
import dev.sluice.simulation.WithFiles;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A random app: one stream of readings or two, and one to three branches behind them. Every second
 * one has a branch more, of kinds of its own.
 */
public final class Pipeline implements Subject {
  /** What a process says last that dies of a record. */
  public static final String DEADLY = "user code";

  private static final long INTERVAL_MILLIS = 1_000;
  private static final String SUM = "sum";
  private static final String SHIFT = "shift";
  private static final String SHIFTED = "shifted";
  private static final int MOST_BRANCHES = 3;

  private static final int WITH_FILES = 16;
  private static final int READS_FILES = 11;

  /** By the names of their operators and sinks. */
  private final SortedMap<String, Branch> branches = new TreeMap<>();

  private final List<String> streams;
  private final Map<String, Duration> outOfOrderness = new TreeMap<>();
  private final WatermarkPolicy policy;

  private final Traits traits;
  private final Calls calls;

  /** Whether a broadcast says what is added to each value, and by which step sums are labelled. */
  private final boolean shifts;

  /** The streams that are read: some branches leave one out. */
  private final List<String> read;

  private final Records records;

  /** The app of a seed. */
  public static Subject ofSeed(long seed) {
    return of(Histories.of(seed));
  }

  /** The app of a history; one of so many reads files, too. */
  public static Subject of(long history) {
    return withFiles(history, new Pipeline(history));
  }

  /**
   * The app of a history without the branch more: what histories that are known by their number
   * were found with.
   */
  public static Subject plain(long history) {
    return withFiles(history, new Pipeline(history, false));
  }

  private static Subject withFiles(long history, Pipeline app) {
    return Math.floorMod(history, WITH_FILES) == READS_FILES ? new WithFiles(app) : app;
  }

  /** The app of a history, without files. */
  public Pipeline(long history) {
    this(history, true);
  }

  private Pipeline(long history, boolean more) {
    Random random = new Random(history * 31 + 7);
    this.streams = random.nextInt(3) == 0 ? List.of("others", "readings") : List.of("readings");
    streams.forEach(each -> outOfOrderness.put(each, Duration.ofMillis(500L * random.nextInt(12))));
    long grainMillis = List.of(1L, 100L, 500L).get(random.nextInt(3));
    int count = 1 + random.nextInt(MOST_BRANCHES);
    for (int i = 0; i < count; i++) {
      branches.put("branch-" + i, Branches.draw(random));
    }
    boolean max =
        random.nextInt(3) == 0 && branches.values().stream().noneMatch(Branch::goesByOneStream);
    this.policy = max ? WatermarkPolicy.MAX : WatermarkPolicy.MIN;
    this.shifts = random.nextInt(4) == 0;
    Random beside = new Random(history * 31 + 8);
    Branch another = Branches.more(beside);
    if (more && beside.nextBoolean() && !(max && another.goesByOneStream())) {
      branches.put("more-0", another);
    }
    this.traits = more ? Traits.draw(new Random(history * 31 + 9)) : Traits.USUAL;
    this.records = new Records(traits.encoding(), grainMillis);
    this.calls = new Calls(new Trouble(Chances.NONE, Dice.of(0), line -> {}));
    this.read = Plan.of(app(), tables()).streams();
  }

  private Pipeline(Pipeline same, Calls calls) {
    this.branches.putAll(same.branches);
    this.streams = same.streams;
    this.outOfOrderness.putAll(same.outOfOrderness);
    this.policy = same.policy;
    this.shifts = same.shifts;
    this.records = same.records;
    this.traits = same.traits;
    this.read = same.read;
    this.calls = calls;
  }

  @Override
  public Subject in(Trouble trouble) {
    return new Pipeline(this, new Calls(trouble));
  }

  @Override
  public Optional<Calls> calls() {
    return Optional.of(calls);
  }

  @Override
  public Map<String, List<String>> tables() {
    return KeyTable.lines();
  }

  @Override
  public String name() {
    String all = branches.values().stream().map(Branch::text).collect(Collectors.joining("; "));
    return (shifts ? "a broadcast: " : "")
        + traits.text()
        + (streams.size() == 1 ? "" : "two streams, " + policy + ": ")
        + all;
  }

  @Override
  public List<String> streams() {
    return read;
  }

  @Override
  public List<String> broadcasts() {
    return shifts ? List.of(SHIFT) : List.of();
  }

  @Override
  public StreamApp app() {
    return context -> {
      context.watermarkPolicy(policy);
      if (traits.dropsLate()) {
        context.dropLate();
      }
      Accumulator sum = context.accumulator(SUM);
      Optional<Broadcast<Long>> shift =
          shifts
              ? Optional.of(context.broadcast(SHIFT, lines -> Long.parseLong(lines.get(0))))
              : Optional.empty();
      List<DStream<Reading>> plain =
          streams.stream()
              .map(each -> records.read(context, each, sum))
              .map(each -> shift.map(by -> each.map(r -> r.plus(by.value()))).orElse(each))
              .toList();
      List<DStream<Reading>> timed = new ArrayList<>();
      for (int i = 0; i < plain.size(); i++) {
        Duration delay = outOfOrderness.get(streams.get(i));
        timed.add(
            plain
                .get(i)
                .withEventTime(
                    r -> Instant.ofEpochMilli(r.timeMillis()), delay, traits.maxAhead()));
      }
      Sides<DStream<Reading>> sides = sides(plain, timed);
      shift.ifPresent(by -> label(sides.all(), by));
      Around around = new Around(context, calls);
      branches.forEach((name, branch) -> branch.define(around, sides, name));
    };
  }

  /** The step of a batch sees the same table as its records, whoever runs them. */
  private static void label(DStream<Reading> readings, Broadcast<Long> shift) {
    Keyed.values(readings)
        .named(SHIFTED)
        .reduceByKey(Long::sum)
        .map(each -> each + " at " + shift.value())
        .saveAsTextFiles(SHIFTED);
  }

  private static void label(Input input, Map<Long, Long> shifts, Rows rows) {
    for (long k : input.calendar.steps()) {
      TreeMap<String, Long> sums = new TreeMap<>();
      input.batch(k).forEach(v -> sums.merge(v.key(), v.value(), Long::sum));
      sums.forEach(
          (key, sum) ->
              rows.add(
                  SHIFTED + "-" + input.border(k), Pair.of(key, sum) + " at " + shifts.get(k)));
    }
  }

  /** Two streams are the sides of joins; otherwise its even values are, and its odd ones. */
  private static Sides<DStream<Reading>> sides(
      List<DStream<Reading>> plain, List<DStream<Reading>> timed) {
    DStream<Reading> one = timed.get(0);
    if (timed.size() == 1) {
      return new Sides<>(
          plain.get(0), one, one.filter(Pipeline::isEven), one.filter(r -> !isEven(r)));
    }
    return new Sides<>(
        plain.get(0).union(plain.get(1)), one.union(timed.get(1)), one, timed.get(1));
  }

  private static boolean isEven(Reading reading) {
    return reading.value() % 2 == 0;
  }

  @Override
  public byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws) {
    return records.record(random, number, stampMillis, flaws);
  }

  @Override
  public boolean takesOthers() {
    return true;
  }

  @Override
  public Optional<Expected> expected(List<Arrived> arrived, long lastMillis) {
    Calendar calendar =
        new Calendar(
            INTERVAL_MILLIS,
            arrived.stream().map(Arrived::k).collect(Collectors.toCollection(TreeSet::new)),
            Math.floorDiv(lastMillis, INTERVAL_MILLIS));
    List<Input.Value> readable = new ArrayList<>();
    Map<Long, Long> shiftOf = new TreeMap<>();
    long sum = 0;
    long others = 0;
    for (Arrived each : arrived) {
      if (!each.stray() && !streams.contains(each.stream())) {
        others++;
      }
      if (each.stray() || !streams.contains(each.stream())) {
        continue;
      }
      try {
        Reading reading = records.reading(each);
        sum += 1 + reading.value();
        long shift = each.tables().getOrDefault(SHIFT, 0);
        shiftOf.put(each.k(), shift);
        readable.add(new Input.Value(reading.plus(shift), each, traits.maxAhead().toMillis()));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // a dead letter
      }
    }
    Rows rows = new Rows();
    Sides<Input> inputs = inputs(readable, calendar);
    branches.forEach((name, branch) -> branch.expect(inputs, name, rows));
    if (shifts) {
      label(inputs.all(), shiftOf, rows);
    }
    if (traits.dropsLate()) {
      rows.dropLate();
    }
    SortedMap<String, Long> counters = new TreeMap<>();
    counters.put("records", (long) arrived.size());
    counters.put("dead-letters", arrived.size() - others - readable.size());
    counters.put("late", rows.late());
    counters.put("accumulator/" + SUM, sum);
    return Optional.of(new Expected(rows.sorted(), counters));
  }

  private Sides<Input> inputs(List<Input.Value> values, Calendar calendar) {
    List<Input> timed =
        streams.stream()
            .map(
                stream ->
                    Input.of(
                        values.stream().filter(v -> v.arrived().stream().equals(stream)).toList(),
                        calendar,
                        outOfOrderness.get(stream).toMillis(),
                        policy))
            .toList();
    Input one = timed.get(0);
    Input plain = Input.of(values, calendar, 0, policy);
    if (timed.size() == 1) {
      return new Sides<>(
          plain,
          one,
          one.through(r -> isEven(r) ? List.of(r) : List.of()),
          one.through(r -> isEven(r) ? List.of() : List.of(r)));
    }
    return new Sides<>(plain, one.union(timed.get(1)), one, timed.get(1));
  }
}
