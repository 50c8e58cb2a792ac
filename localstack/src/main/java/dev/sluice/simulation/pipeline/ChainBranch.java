package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** One operator with state behind another. */
final class ChainBranch implements Branch {
  private enum Kind {
    WINDOW_OF_WINDOW,
    COUNT_OF_WINDOW,
    WINDOW_OF_FIRSTS,
    FIRSTS_OF_FIRSTS,
    SUM_OF_SUMS
  }

  private final Kind kind;
  private final Cut inner;
  private final Cut outer;

  ChainBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.inner = Cut.draw(random);
    this.outer = Cut.tumbling(random);
  }

  @Override
  public String text() {
    return "chain " + kind + ", windows of " + inner + " and " + outer;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.all()).named(name);
    switch (kind) {
      case WINDOW_OF_WINDOW ->
          values
              .reduceByKeyAndWindow(Long::sum, inner.windows())
              .named(name + "-outer")
              .reduceByKeyAndWindow(Long::sum, outer.windows())
              .saveAsTextFiles(name);
      case COUNT_OF_WINDOW ->
          values.reduceByKeyAndWindow(Long::sum, inner.windows()).count().saveAsTextFiles(name);
      case WINDOW_OF_FIRSTS ->
          byTime(values)
              .mapToPair(pair -> Pair.of(pair.key(), 1L), Codecs.string(), Codecs.int64())
              .named(name + "-outer")
              .reduceByKeyAndWindow(Long::sum, outer.windows())
              .saveAsTextFiles(name);
      case FIRSTS_OF_FIRSTS ->
          byTime(values).map(Pair::key).dropDuplicates(Codecs.string()).saveAsTextFiles(name);
      case SUM_OF_SUMS ->
          values
              .reduceByKey(Long::sum)
              .mapToPair(pair -> Pair.of("all", pair.value()), Codecs.string(), Codecs.int64())
              .reduceByKey(Long::sum)
              .saveAsTextFiles(name);
    }
  }

  private static DStream<Pair<String, Long>> byTime(PairDStream<String, Long> values) {
    return values.dropDuplicatesByTime(
        Pair::key, Codecs.string(), Pair.codec(Codecs.string(), Codecs.int64()));
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    switch (kind) {
      case WINDOW_OF_WINDOW -> sums(sumsOfWindows(input, name, rows), outer, name, rows);
      case COUNT_OF_WINDOW ->
          sumsOfWindows(input, name, rows)
              .forEach((end, keys) -> rows.add(name + "-" + end, keys.size() + ""));
      case WINDOW_OF_FIRSTS, FIRSTS_OF_FIRSTS -> firsts(input, name, rows);
      case SUM_OF_SUMS -> {
        for (long k : input.calendar.steps()) {
          if (!input.batch(k).isEmpty()) {
            long sum = input.batch(k).stream().mapToLong(Input.Value::value).sum();
            rows.add(name + "-" + input.border(k), Pair.of("all", sum) + "");
          }
        }
      }
    }
  }

  private TreeMap<Long, TreeMap<String, Long>> sumsOfWindows(Input input, String name, Rows rows) {
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : input.calendar.steps()) {
      OnTime.windows(input, k, inner, 0, name, rows, (end, v) -> Sums.add(sums, end, v));
    }
    return sums;
  }

  /** Sums of results by windows, which have the times of the last milliseconds of theirs. */
  private static void sums(
      TreeMap<Long, TreeMap<String, Long>> results, Cut cut, String name, Rows rows) {
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    results.forEach(
        (end, keys) ->
            cut.ends(end - 1)
                .forEach(
                    outerEnd -> keys.forEach((key, sum) -> Sums.add(sums, outerEnd, key, sum))));
    sums.forEach(
        (end, keys) ->
            keys.forEach((key, sum) -> rows.add(name + "-" + end, Pair.of(key, sum) + "")));
  }

  private void firsts(Input input, String name, Rows rows) {
    TreeSet<String> known = new TreeSet<>();
    TreeSet<String> keys = new TreeSet<>();
    TreeMap<Long, TreeMap<String, Long>> counts = new TreeMap<>();
    for (long k : input.calendar.steps()) {
      for (Input.Value v : input.batch(k)) {
        if (v.isFarAhead() || v.timeMillis() < input.watermarkBefore(k)) {
          rows.lateByTime(name, input.border(k), v);
        } else if (known.add(v.key() + " " + v.timeMillis())) {
          for (long end : outer.ends(v.timeMillis())) {
            Sums.add(counts, end, v.key(), 1);
          }
          if (kind == Kind.FIRSTS_OF_FIRSTS && keys.add(v.key())) {
            rows.add(name + "-" + input.border(k), v.key());
          }
        }
      }
    }
    if (kind == Kind.WINDOW_OF_FIRSTS) {
      counts.forEach(
          (end, ofKeys) ->
              ofKeys.forEach((key, n) -> rows.add(name + "-" + end, Pair.of(key, n) + "")));
    }
  }
}
