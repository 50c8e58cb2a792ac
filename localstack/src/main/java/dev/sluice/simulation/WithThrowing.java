package dev.sluice.simulation;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An app with sinks and operators more whose functions throw now and then: {@code foreachBatch}
 * behind the shards, state by key with another one behind it, and sums, in a stage of their own and
 * from the shards on. What they must give follows from the lines that the app writes.
 */
final class WithThrowing extends Wrapped {
  private static final String LINES = "thrown-by-simulation-lines";
  private static final String NUMBERS = "thrown-by-simulation-numbers";
  private static final String SUMS = "thrown-by-simulation-sums";
  private static final String TOTALS = "thrown-by-simulation-totals";
  private static final int KEYS = 32;

  private final Throwing throwing;
  private final Calls calls;

  WithThrowing(Subject subject) {
    this(subject, new Trouble(Chances.NONE, Dice.of(0), line -> {}));
  }

  private WithThrowing(Subject subject, Trouble trouble) {
    super(subject);
    this.throwing = new Throwing(trouble);
    this.calls = new Calls(throwing);
  }

  @Override
  public Subject in(Trouble trouble) {
    return new WithThrowing(subject().in(trouble), trouble);
  }

  @Override
  public StreamApp app() {
    return context -> {
      subject().app().define(context);
      DStream<String> lines = context.kinesis(streams().get(0), TEXT);
      lines.saveAsTextFiles(LINES);
      take(lines, LINES);
      lines
          .mapToPair(line -> Pair.of(key(line), 1L), Codecs.int32(), Codecs.int64())
          .named(TOTALS)
          .reduceByKey((left, right) -> sum(TOTALS, left, right))
          .saveAsTextFiles(TOTALS);
      DStream<String> numbers =
          lines
              .mapToPair(line -> Pair.of(key(line), 1L), Codecs.int32(), Codecs.int64())
              .named(NUMBERS)
              .mapWithState(StateSpec.function(this::number, Codecs.int64()));
      numbers.saveAsTextFiles(NUMBERS);
      take(numbers, NUMBERS);
      numbers
          .mapToPair(row -> Pair.of(row.length(), 1L), Codecs.int32(), Codecs.int64())
          .named(SUMS)
          .reduceByKey((left, right) -> sum(SUMS, left, right))
          .saveAsTextFiles(SUMS);
    };
  }

  private void take(DStream<String> rows, String sink) {
    rows.foreachBatch(Codecs.string(), (some, batch) -> calls.take(sink, some, batch));
  }

  private static int key(String line) {
    return Math.floorMod(line.hashCode(), KEYS);
  }

  private String number(Integer key, Optional<Long> one, State<Long> count) {
    count.update(count.getOption().orElse(0L) + one.orElseThrow());
    throwing.mayLackClass("key " + key);
    throwing.mayRunOut("number " + count.get() + " of key " + key);
    return row(key, count.get());
  }

  private static String row(int key, long number) {
    return key + " is number " + number;
  }

  /** No value is at fault when two that meet are refused: they meet once more. */
  private long sum(String what, long left, long right) {
    throwing.mayThrow(what + " of " + left + " and " + right);
    return left + right;
  }

  /** Whether a directory is of what is there more. */
  static boolean adds(String name) {
    return name.startsWith("thrown-by-simulation-");
  }

  /** What does not follow from the lines, or did not come to {@code foreachBatch}. */
  List<String> violations(Map<String, String> files) {
    SortedMap<Long, List<String>> lines = Contents.linesOf(LINES, files);
    SortedMap<Long, List<String>> numbers = new TreeMap<>();
    SortedMap<Long, List<String>> sums = new TreeMap<>();
    SortedMap<Long, List<String>> totals = new TreeMap<>();
    Map<Integer, Long> counts = new HashMap<>();
    lines.forEach(
        (border, all) -> {
          List<String> rows =
              all.stream()
                  .map(line -> row(key(line), counts.merge(key(line), 1L, Long::sum)))
                  .sorted()
                  .toList();
          numbers.put(border, rows);
          sums.put(border, counted(rows.stream().map(String::length)));
          totals.put(border, counted(all.stream().map(WithThrowing::key)));
        });
    List<String> violations = new ArrayList<>(calls.violations());
    Check.compare(
        "rows of " + NUMBERS + " at", Contents.linesOf(NUMBERS, files), numbers, violations);
    Check.compare("rows of " + SUMS + " at", Contents.linesOf(SUMS, files), sums, violations);
    Check.compare("rows of " + TOTALS + " at", Contents.linesOf(TOTALS, files), totals, violations);
    Check.compare("calls with lines at", calls.taken(LINES), lines, violations);
    Check.compare("calls with numbers at", calls.taken(NUMBERS), numbers, violations);
    return violations;
  }

  private static List<String> counted(Stream<Integer> keys) {
    Map<Integer, Long> counts = new HashMap<>();
    keys.forEach(key -> counts.merge(key, 1L, Long::sum));
    return counts.entrySet().stream()
        .map(each -> Pair.of(each.getKey(), each.getValue()).toString())
        .sorted()
        .toList();
  }
}
