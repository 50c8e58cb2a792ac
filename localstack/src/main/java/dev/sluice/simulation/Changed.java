package dev.sluice.simulation;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.faults.Chances;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An app with a sink and operators more, which takes over from the app without them: a sink behind
 * the shards, and one behind each of two operators, the second in a stage of its own.
 */
record Changed(Subject subject) implements Subject {
  private static final String ADDED = "added";

  @Override
  public String name() {
    return "changed " + subject.name();
  }

  @Override
  public StreamApp app() {
    return context -> {
      subject.app().define(context);
      var lines = context.kinesis(subject.streams().get(0), Decoder.utf8());
      lines.saveAsTextFiles(ADDED);
      PairDStream<Integer, Long> counts =
          lines
              .mapToPair(line -> Pair.of(line.length(), 1L), Codecs.int32(), Codecs.int64())
              .named("added-counts")
              .reduceByKey(Long::sum);
      counts.saveAsTextFiles("added-counts");
      counts
          .mapToPair(each -> Pair.of("all", each.value()), Codecs.string(), Codecs.int64())
          .named("added-sums")
          .reduceByKey(Long::sum)
          .saveAsTextFiles("added-sums");
    };
  }

  @Override
  public List<String> streams() {
    return subject.streams();
  }

  @Override
  public Map<String, List<String>> tables() {
    return subject.tables();
  }

  @Override
  public long beginMillis() {
    return subject.beginMillis();
  }

  @Override
  public byte[] record(
      Random random, String stream, int number, long stampMillis, Chances chances) {
    return subject.record(random, stream, number, stampMillis, chances);
  }

  /** By what a change of the graph knows one of the parts that are added. */
  static String part() {
    return "sink " + ADDED;
  }

  /** Whether a file, a directory or a counter is of what is added. */
  static boolean adds(String name) {
    return name.contains(ADDED);
  }

  /** The files without those that what is added has not written if it began behind a border. */
  static SortedMap<String, String> behind(long borderMillis, SortedMap<String, String> files) {
    SortedMap<String, String> left = new TreeMap<>(files);
    left.keySet()
        .removeIf(
            name ->
                adds(name)
                    && Long.parseLong(name.replaceAll(".*-(-?\\d+)/.*", "$1")) <= borderMillis);
    return left;
  }
}
