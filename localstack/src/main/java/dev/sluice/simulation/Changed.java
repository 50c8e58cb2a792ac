package dev.sluice.simulation;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An app with a sink and operators more, which takes over from the app without them: a sink behind
 * the shards, one behind each of two operators, the second in a stage of its own, and one behind
 * state by key; in some also one behind an operator that was there before, or a stream. What state
 * by key gives depends on when it began.
 */
final class Changed extends Wrapped {
  /** No app has such a name of its own. */
  static final String ADDED = "added-by-simulation";

  private static final String COUNTS = ADDED + "-counts";
  private static final String SUMS = ADDED + "-sums";
  private static final String NUMBERS = ADDED + "-numbers";
  private static final String BEHIND_LENGTHS = ADDED + "-lengths";

  Changed(Subject subject) {
    super(subject);
  }

  @Override
  public String name() {
    return "changed " + subject().name();
  }

  @Override
  public List<String> streams() {
    return List.copyOf(WithStream.all(subject()));
  }

  @Override
  public StreamApp app() {
    return context -> {
      if (subject() instanceof WithLengths old) {
        old.define(context).saveAsTextFiles(BEHIND_LENGTHS);
      } else if (subject() instanceof WithStream old) {
        old.defineChanged(context);
      } else {
        subject().app().define(context);
      }
      var lines = context.kinesis(subject().streams().get(0), TEXT);
      lines.saveAsTextFiles(ADDED);
      PairDStream<Integer, Long> ones =
          lines.mapToPair(line -> Pair.of(line.length(), 1L), Codecs.int32(), Codecs.int64());
      PairDStream<Integer, Long> counts = ones.named(COUNTS).reduceByKey(Long::sum);
      counts.saveAsTextFiles(COUNTS);
      counts
          .mapToPair(each -> Pair.of("all", each.value()), Codecs.string(), Codecs.int64())
          .named(SUMS)
          .reduceByKey(Long::sum)
          .saveAsTextFiles(SUMS);
      ones.named(NUMBERS)
          .mapWithState(StateSpec.function(Changed::number, Codecs.int64()))
          .saveAsTextFiles(NUMBERS);
    };
  }

  /** Numbers the lines of a length. */
  static String number(Integer length, Optional<Long> one, State<Long> count) {
    count.update(count.getOption().orElse(0L) + one.orElseThrow());
    return row(length, count.get());
  }

  static String row(int length, long number) {
    return length + " is number " + number;
  }

  /** The app as it was, behind the one that had more. */
  static StreamApp back(Subject subject) {
    return context -> {
      if (subject instanceof WithStream old) {
        old.defineBack(context);
      } else {
        subject.app().define(context);
      }
      context.retired(ADDED, COUNTS, SUMS, NUMBERS);
      if (subject instanceof WithLengths) {
        context.retired(BEHIND_LENGTHS);
      }
    };
  }

  /** By what a change of the graph knows one of the parts that are added. */
  static String part() {
    return "sink " + ADDED;
  }

  /** Whether a file, a directory or a counter is of what is added. */
  static boolean adds(String name) {
    return name.contains(ADDED);
  }

  /** Whether what is in a file depends on when what is added began. */
  static boolean isNumbered(String name) {
    return name.startsWith(NUMBERS);
  }

  /** Whether an error is about such a file. */
  static boolean namesNumbers(String error) {
    return error.contains(NUMBERS);
  }

  /**
   * The files that a run must have, without those that depend on when what is added began.
   *
   * @param begins the border behind which it began, for the last time
   * @param before whether it may have been there before that: then it has some files, or none
   * @param all those of a run in which it was there from the start
   * @param found those of the run
   */
  static SortedMap<String, String> files(
      long begins, boolean before, SortedMap<String, String> all, Map<String, String> found) {
    SortedMap<String, String> files = new TreeMap<>();
    all.forEach(
        (name, content) -> {
          boolean there = !adds(name) || border(name) > begins;
          String earlier = before && !there ? found.get(name) : null;
          if (!isNumbered(name) && (there || earlier != null)) {
            files.put(name, content);
          }
        });
    return files;
  }

  /** The border in the name of a file. */
  static long border(String name) {
    return Long.parseLong(name.replaceAll(".*-(-?\\d+)/.*", "$1"));
  }

  /**
   * The rows that depend on when what is added began, by border.
   *
   * @param begins the border behind which it did
   */
  static SortedMap<Long, List<String>> numbered(long begins, Map<String, String> files) {
    return behind(begins, NUMBERS, files);
  }

  /** What they must be: all lines of the sink right behind the shards are numbered by length. */
  static SortedMap<Long, List<String>> numbers(long begins, Map<String, String> files) {
    return numbered(behind(begins, ADDED, files));
  }

  /** What numbering lines by length, border by border, gives. */
  static SortedMap<Long, List<String>> numbered(SortedMap<Long, List<String>> lines) {
    SortedMap<Long, List<String>> numbers = new TreeMap<>();
    Map<Integer, Long> counts = new HashMap<>();
    lines.forEach(
        (border, all) -> {
          List<String> rows = new ArrayList<>();
          all.forEach(
              line -> rows.add(row(line.length(), counts.merge(line.length(), 1L, Long::sum))));
          rows.sort(null);
          numbers.put(border, rows);
        });
    return numbers;
  }

  private static SortedMap<Long, List<String>> behind(
      long begins, String sink, Map<String, String> files) {
    SortedMap<Long, List<String>> lines = Contents.linesOf(sink, files);
    lines.keySet().removeIf(border -> border <= begins);
    return lines;
  }
}
