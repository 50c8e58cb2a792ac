package dev.sluice.simulation.pipeline;

import dev.sluice.api.Aggregator;
import dev.sluice.api.Aggregators;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.WindowResult;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.exact.Spread;
import dev.sluice.exact.Stats;
import java.util.List;
import java.util.Random;

/** What is made of values, and what that must be, however time is cut. */
enum Fold {
  /** The sum of each key. */
  SUM,
  /** All values of each key one behind the other: shows the order in which they are combined. */
  TEXTS,
  STATS,
  SPREAD,
  GROUP,
  COUNT,
  COUNT_BY_VALUE,
  /** The greatest key and the sum of all values. */
  REDUCE;

  /** All but {@link #GROUP}, which takes no mode and gives nothing early. */
  static final Fold[] WITHOUT_GROUPS = {SUM, TEXTS, STATS, SPREAD, COUNT, COUNT_BY_VALUE, REDUCE};

  private static final Codec<Pair<String, Long>> PAIRS =
      Pair.codec(Codecs.string(), Codecs.int64());

  /** One of several. */
  static Fold draw(Random random, Fold... folds) {
    return folds[random.nextInt(folds.length)];
  }

  /** Whether its results are pairs of a key. */
  boolean hasKeys() {
    return this != COUNT && this != REDUCE;
  }

  /**
   * Whether its results depend on the order of values, which streams have among themselves only.
   */
  boolean isInOrder() {
    return this == TEXTS || this == GROUP;
  }

  /** What it may be of: of one stream where the order counts, of all else. */
  <T> T side(Sides<T> sides) {
    return isInOrder() ? sides.left() : sides.all();
  }

  /** Under which key a value counts. */
  String key(Input.Value v) {
    return switch (this) {
      case SUM, TEXTS, STATS, SPREAD, GROUP -> v.key();
      case COUNT, REDUCE -> "all";
      case COUNT_BY_VALUE -> pair(v) + "";
    };
  }

  private static Pair<String, Long> pair(Input.Value v) {
    return Pair.of(v.key(), v.value());
  }

  /** A value in the late output. */
  String late(Input.Value v) {
    return switch (this) {
      case SUM, TEXTS, GROUP -> v.value() + "";
      case STATS, SPREAD -> Figures.number(v.value()) + "";
      case COUNT, REDUCE -> pair(v) + "";
      case COUNT_BY_VALUE -> "1";
    };
  }

  /** What values must come to, in the order in which they are combined. */
  String of(List<Input.Value> values) {
    List<Long> all = values.stream().map(Input.Value::value).toList();
    long sum = all.stream().mapToLong(v -> v).sum();
    return switch (this) {
      case SUM -> sum + "";
      case TEXTS -> String.join("", all.stream().map(v -> "+" + v).toList());
      case STATS -> Figures.stats(all.stream().map(Figures::number).toList());
      case SPREAD -> Figures.spread(all.stream().map(Figures::number).toList());
      case GROUP -> all + "";
      case COUNT, COUNT_BY_VALUE -> values.size() + "";
      case REDUCE ->
          Pair.of(values.stream().map(Input.Value::key).max(String::compareTo).orElseThrow(), sum)
              + "";
    };
  }

  private static String line(Object result) {
    if (result instanceof Stats stats) {
      return Figures.line(stats);
    }
    return result instanceof Spread spread ? Figures.line(spread) : result + "";
  }

  /** For {@link #REDUCE}. */
  static Pair<String, Long> greatest(Pair<String, Long> a, Pair<String, Long> b) {
    return Pair.of(a.key().compareTo(b.key()) > 0 ? a.key() : b.key(), a.value() + b.value());
  }

  /** Puts values together in batches, and writes what they come to. */
  void define(PairDStream<String, Long> values, String name, Form form) {
    if (hasKeys()) {
      pairs(values, name, form)
          .map(pair -> Pair.of(pair.key(), line(pair.value())))
          .saveAsTextFiles(name);
    } else {
      all(values, name, form).map(Fold::line).saveAsTextFiles(name);
    }
  }

  /** The same in windows, of which is told what is in the names of files, too. */
  void defineInWindows(PairDStream<String, Long> values, String name, Form form) {
    if (hasKeys()) {
      pairs(values, name, form).mapResults(Fold::line).saveAsTextFiles(name);
    } else {
      define(values, name, form);
    }
  }

  private static String line(WindowResult<?, ?> of) {
    String which =
        (of.early() ? "-e" : "")
            + of.revision().map(border -> "-r" + border.toEpochMilli()).orElse("");
    return line(
        of.window().startMillis(), of.window().endMillis(), of.key() + "", line(of.value()), which);
  }

  /**
   * How a result of a window stands in a file.
   *
   * @param which what follows the window's end in the name of the file; of an early result only
   *     that it is one
   */
  static String line(long start, long end, String key, String result, String which) {
    return start + "," + end + which + "," + key + "," + result;
  }

  private PairDStream<?, ?> pairs(PairDStream<String, Long> values, String name, Form form) {
    PairDStream<String, Long> named = values.named(name);
    return switch (this) {
      case SUM -> form.reduce(named);
      case TEXTS -> form.aggregate(named, new Texts(), Codecs.string());
      case STATS ->
          form.aggregate(numbers(values, name), Aggregators.stats(), Codecs.record(Stats.class));
      case SPREAD ->
          form.aggregate(numbers(values, name), Aggregators.spread(), Codecs.record(Spread.class));
      case GROUP -> form.group(named);
      case COUNT_BY_VALUE -> form.countByValue(named, PAIRS);
      case COUNT, REDUCE -> throw new IllegalStateException(this + " has no keys");
    };
  }

  private DStream<?> all(PairDStream<String, Long> values, String name, Form form) {
    PairDStream<String, Long> named = values.named(name);
    return this == COUNT ? form.count(named) : form.reduceAll(named, PAIRS);
  }

  private static PairDStream<String, Double> numbers(
      PairDStream<String, Long> values, String name) {
    return values.mapValues(Figures::number, Codecs.float64()).named(name);
  }

  /** For {@link #TEXTS}, with partials of another type than the results. */
  static final class Texts implements Aggregator<Long, String, String> {
    @Override
    public String zero() {
      return "0";
    }

    @Override
    public String add(String partial, Long value) {
      return partial + "+" + value;
    }

    @Override
    public String combine(String left, String right) {
      return left + right.substring(1);
    }

    @Override
    public String lower(String partial) {
      return partial.substring(1);
    }

    @Override
    public Codec<String> codec() {
      return Codecs.string();
    }
  }
}
