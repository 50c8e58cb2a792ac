package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Batches that go in, and what each of them brings. Events are {@code key}, with {@code @time} in
 * milliseconds or in seconds with an s behind where there are event times, and with {@code =value}
 * if that is not 1; those of the stream 'right' have {@code right:} before them. All processes die
 * behind each batch.
 */
final class Scenario {
  /** Behind all event times, so that none is ahead of its arrival. */
  private static final Instant START = Instant.parse("2100-01-01T00:00:00Z");

  private static final String RIGHT = "right";

  /** What an app makes of one stream. */
  @FunctionalInterface
  interface One {
    DStream<?> of(PairDStream<String, Long> pairs);
  }

  /** What an app makes of two streams. */
  @FunctionalInterface
  interface Two {
    DStream<?> of(PairDStream<String, Long> left, PairDStream<String, Long> right);
  }

  private record Timed(String key, Instant time, long value) {
    static Timed parse(String line) {
      String[] sides = line.split("=");
      String[] parts = sides[0].split("@", 2);
      return new Timed(
          parts[0],
          parts.length > 1 ? time(parts[1]) : Instant.EPOCH,
          sides.length > 1 ? Long.parseLong(sides[1]) : 1);
    }

    private static Instant time(String text) {
      return text.endsWith("s")
          ? Instant.ofEpochSecond(Long.parseLong(text.substring(0, text.length() - 1)))
          : Instant.ofEpochMilli(Long.parseLong(text));
    }
  }

  private final StreamHarness run;
  private int batches;

  private Scenario(StreamApp app) {
    run = StreamHarness.of(app).startAt(START).shards(2).buckets(2).start();
  }

  /** Event times that may be out of order by so many milliseconds. */
  static Scenario of(long outOfOrdernessMillis, One one) {
    return new Scenario(
        stream -> one.of(timed(stream, "in", outOfOrdernessMillis)).saveAsTextFiles("out"));
  }

  /** Two streams with event times. */
  static Scenario of(long leftMillis, long rightMillis, Two two) {
    return new Scenario(
        stream ->
            two.of(timed(stream, "in", leftMillis), timed(stream, RIGHT, rightMillis))
                .saveAsTextFiles("out"));
  }

  /** Batches of a second, without event times. */
  static Scenario ofArrivals(One one) {
    return new Scenario(stream -> one.of(pairs(source(stream, "in"))).saveAsTextFiles("out"));
  }

  /** Two streams without event times. */
  static Scenario ofArrivals(Two two) {
    return new Scenario(
        stream ->
            two.of(pairs(source(stream, "in")), pairs(source(stream, RIGHT)))
                .saveAsTextFiles("out"));
  }

  private static DStream<Timed> source(StreamContext stream, String name) {
    return stream.kinesis(name, Decoder.utf8()).map(Timed::parse);
  }

  private static PairDStream<String, Long> timed(StreamContext stream, String name, long millis) {
    return pairs(source(stream, name).withEventTime(Timed::time, Duration.ofMillis(millis)));
  }

  private static PairDStream<String, Long> pairs(DStream<Timed> events) {
    return events.mapToPair(
        each -> Pair.of(each.key(), each.value()), Codecs.string(), Codecs.int64());
  }

  /** Feeds a batch; without events an empty one. */
  Scenario batch(String... events) {
    Map<String, List<String>> lines = new TreeMap<>();
    for (String event : events) {
      boolean right = event.startsWith(RIGHT + ":");
      String line = right ? event.substring(RIGHT.length() + 1) : event;
      lines.computeIfAbsent(right ? RIGHT : "in", name -> new ArrayList<>()).add(line);
    }
    run.batch(lines);
    run.restart();
    batches++;
    return this;
  }

  /** Ends the input. */
  Scenario end() {
    run.finish();
    return this;
  }

  /** Checks what came out since it was checked last, in any order. */
  Scenario gives(String... rows) {
    assertThat(run.newLines("out")).as("batch %s", batches).containsExactlyInAnyOrder(rows);
    return this;
  }

  /** Checks the keys and values that went to the late output of an operator since then. */
  Scenario late(String operator, String... rows) {
    assertThat(run.newLines("late/" + operator).stream().map(row -> row.split(",late,")[1]))
        .as("late in batch %s", batches)
        .containsExactlyInAnyOrder(rows);
    return this;
  }

  /** Checks which keys an operator has a state for. */
  Scenario keeps(String operator, String... keys) {
    assertThat(run.keys(operator).stream().map(String::valueOf))
        .as("kept behind batch %s", batches)
        .containsExactlyInAnyOrder(keys);
    return this;
  }

  /** The app as it stands. */
  StreamHarness run() {
    return run;
  }
}
