package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** Apps that read two streams, numbers and letters by key: {@code key,event time in ms,value}. */
final class TwoStreams {
  static final String LEFT = "left";
  static final String RIGHT = "right";

  private static final Codec<String> KEYS = Codecs.nullable(Codecs.string());

  /** What an app does with both. */
  @FunctionalInterface
  interface Join {
    DStream<?> of(PairDStream<String, Long> left, PairDStream<String, String> right);
  }

  private final StreamHarness run;

  private TwoStreams(StreamApp app) {
    run = Runs.start(app);
  }

  /** Saves what a join gives as {@code out-<ms>}, with the times of arrival. */
  static TwoStreams joinedBy(Join join) {
    return new TwoStreams(
        stream ->
            join.of(numbers(fields(stream, LEFT)), letters(fields(stream, RIGHT)))
                .saveAsTextFiles("out"));
  }

  /** The same with event times, which may be out of order by so much. */
  static TwoStreams timedJoinedBy(long outOfOrdernessMillis, Join join) {
    Duration bound = Duration.ofMillis(outOfOrdernessMillis);
    return new TwoStreams(
        stream ->
            join.of(
                    numbers(fields(stream, LEFT).withEventTime(f -> at(time(f)), bound)),
                    letters(fields(stream, RIGHT).withEventTime(f -> at(time(f)), bound)))
                .saveAsTextFiles("out"));
  }

  private static DStream<String[]> fields(StreamContext stream, String name) {
    return stream.kinesis(name, Decoder.utf8()).map(line -> line.split(","));
  }

  private static long time(String[] fields) {
    return Long.parseLong(fields[1]);
  }

  private static PairDStream<String, Long> numbers(DStream<String[]> fields) {
    return fields.mapToPair(f -> Pair.of(key(f), Long.parseLong(f[2])), KEYS, Codecs.int64());
  }

  private static PairDStream<String, String> letters(DStream<String[]> fields) {
    return fields.mapToPair(f -> Pair.of(key(f), f[2]), KEYS, Codecs.string());
  }

  private static String key(String[] fields) {
    return fields[0].equals("null") ? null : fields[0];
  }

  TwoStreams left(long stampMillis, String key, long value) {
    return send(LEFT, stampMillis, key, stampMillis, "" + value);
  }

  TwoStreams right(long stampMillis, String key, String value) {
    return send(RIGHT, stampMillis, key, stampMillis, value);
  }

  TwoStreams send(String stream, long stampMillis, String key, long timeMillis, String value) {
    run.send(stream, at(stampMillis), key, key + "," + timeMillis + "," + value);
    return this;
  }

  StreamHarness run() {
    return run;
  }

  /** Ends the input; the lines by directory. */
  SortedMap<String, List<String>> outcome() {
    run.finish();
    return Runs.lines(run);
  }
}
