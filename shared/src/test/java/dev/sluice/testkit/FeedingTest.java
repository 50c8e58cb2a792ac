package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be fed to a harness, and how what is new is read. */
class FeedingTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private static final StreamApp LINES =
      stream ->
          stream
              .kinesis("lines", Decoder.utf8())
              .mapToPair(line -> Pair.of("all", line), Codecs.string(), Codecs.string())
              .reduceByKey((a, b) -> a + " " + b)
              .map(Pair::value)
              .saveAsTextFiles("lines");

  private static final StreamApp TWO =
      stream ->
          stream
              .kinesis("left", Decoder.utf8())
              .union(stream.kinesis("right", Decoder.utf8()))
              .saveAsTextFiles("both", "txt");

  /** Counts of event time in windows of ten seconds, a second out of order. */
  private static final StreamApp WINDOWS =
      stream ->
          stream
              .kinesis("seconds", Decoder.utf8())
              .withEventTime(
                  line -> Instant.ofEpochSecond(Long.parseLong(line)), Duration.ofSeconds(1))
              .mapToPair(line -> Pair.of("all", 1L), Codecs.string(), Codecs.int64())
              .named("counts")
              .reduceByKeyAndWindow(
                  Long::sum,
                  Windows.tumbling(Duration.ofSeconds(10)).withLateness(Duration.ofSeconds(20)))
              .mapWithWindow((window, key, count) -> window.start().getEpochSecond() + "=" + count)
              .saveAsTextFiles("counts");

  @Test
  void batchKeepsItsOrderAndIsPublishedWithItsInterval() {
    StreamHarness run = StreamHarness.of(LINES).shards(4).startAt(at(100_300)).start();

    run.batch("c", "a", "b", "d");
    assertThat(run.lines("lines-101000")).containsExactly("c a b d");
    assertThat(run.now()).isEqualTo(at(101_000));

    run.batch();
    run.batch("e");
    assertThat(run.directories()).containsExactly("lines-101000", "lines-103000");
  }

  @Test
  void batchesOfTheShortestIntervalComeOneByOne() {
    StreamHarness run = StreamHarness.of(LINES).interval(Duration.ofMillis(100)).start();

    for (int i = 0; i < 20; i++) {
      run.batch("x" + i);
      assertThat(run.newLines("lines")).containsExactly("x" + i);
    }
  }

  @Test
  void batchOfSeveralStreamsSaysWhatGoesWhere() {
    StreamHarness run = StreamHarness.of(TWO).start();

    run.batch(Map.of("left", List.of("1", "2"), "right", List.of("3")));
    assertThat(run.newLines("both")).containsExactlyInAnyOrder("1", "2", "3");
    run.batch(Map.of("right", List.of("4")));
    assertThat(run.newLines("both")).containsExactly("4");
    run.batch(Map.of());
    assertThat(run.newLines("both")).isEmpty();

    assertThatThrownBy(() -> run.batch("5")).hasMessageContaining("[left, right]");
    assertThatThrownBy(() -> run.batch(Map.of("middle", List.of("6"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'middle'");
  }

  @Test
  void newLinesAreThoseOfTheirSinkInTheOrderOfTime() {
    StreamHarness run = StreamHarness.of(WINDOWS).startAt(LATER).start();

    run.batch("5", "15", "116");
    assertThat(run.newLines("counts")).containsExactly("0=1", "10=1");
    run.batch("117");
    assertThat(run.newLines("counts")).isEmpty();
    run.batch("100", "99", "3");
    assertThat(run.newLines("counts")).containsExactly("90=1", "100=1");
    assertThat(run.newLines("late/counts")).singleElement().asString().endsWith("late,all,1");
    assertThatThrownBy(() -> run.newLines("count"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the app writes no files 'count-...'; it writes [counts, dead-letter/counts,"
                + " dead-letter/seconds, late/counts]");
    run.finish();
    assertThat(run.newLines("counts")).containsExactly("110=2");
    assertThat(run.newLines("counts")).isEmpty();
  }

  @Test
  void eventTimesMayLieBefore1970() {
    StreamHarness run = StreamHarness.of(WINDOWS).start();

    run.batch("-25", "-20", "-11");
    assertThat(run.newLines("counts")).containsExactly("-30=1");
    run.finish();
    assertThat(run.newLines("counts")).containsExactly("-20=2");
  }

  @Test
  void stampsMayLieBefore1970AndBeforeTheStart() {
    StreamHarness run = StreamHarness.of(LINES).startAt(at(-5_500)).start();

    run.send(at(-9_000), "before the start");
    run.batch("in the middle of an interval");
    run.batch("on its edge");
    run.send(at(-1), "the last one");
    run.send(at(0), "the first one");
    run.finish();

    assertThat(run.parts())
        .isEqualTo(
            Map.of(
                "lines--8000", List.of(List.of("before the start")),
                "lines--5000", List.of(List.of("in the middle of an interval")),
                "lines--4000", List.of(List.of("on its edge")),
                "lines-0", List.of(List.of("the last one")),
                "lines-1000", List.of(List.of("the first one"))));
  }

  @Test
  void windowsSessionsAndTimeoutsOfArrivalAreTheSameInAllTimes() {
    List<Instant> starts = List.of(at(-4_000), LATER, Instant.parse("0001-01-01T00:00:00Z"));

    for (Instant start : starts) {
      StreamHarness run =
          StreamHarness.of(stream -> arrivals(stream, start)).startAt(start).buckets(3).start();
      run.batch("a");
      run.batch("a", "b");
      for (int i = 0; i < 4; i++) {
        run.restart();
        run.batch();
      }
      assertThat(run.newLines("windows"))
          .containsExactlyInAnyOrder(
              "a1 1000", "a2 2000", "b1 2000", "a2 3000", "b1 3000", "a1 4000", "b1 4000");
      assertThat(run.newLines("sessions")).containsExactlyInAnyOrder("a2 2500", "b1 2500");
      assertThat(run.newLines("states"))
          .containsExactlyInAnyOrder("a", "a", "b", "a out 4000", "b out 4000");
    }
  }

  private static void arrivals(StreamContext stream, Instant start) {
    PairDStream<String, Long> pairs =
        stream
            .kinesis("keys", Decoder.utf8())
            .mapToPair(key -> Pair.of(key, 1L), Codecs.string(), Codecs.int64());
    long zero = start.toEpochMilli();
    pairs
        .reduceByKeyAndWindow(
            Long::sum, Windows.sliding(Duration.ofSeconds(3), Duration.ofSeconds(1)))
        .mapWithWindow((window, key, n) -> key + n + " " + (window.endMillis() - zero))
        .saveAsTextFiles("windows");
    pairs
        .reduceByKeyAndWindow(Long::sum, SessionWindows.withGap(Duration.ofMillis(1_500)))
        .mapWithWindow((window, key, n) -> key + n + " " + (window.endMillis() - zero))
        .saveAsTextFiles("sessions");
    pairs
        .mapWithState(
            StateSpec.<String, Long, Long, String>function(
                    (border, key, value, state) -> {
                      if (state.isTimingOut()) {
                        return key + " out " + (border.toEpochMilli() - zero);
                      }
                      state.update(1L);
                      return key;
                    },
                    Codecs.int64())
                .timeout(Duration.ofSeconds(2)))
        .saveAsTextFiles("states");
  }

  @Test
  void stampInAPublishedIntervalCountsInTheNextOne() {
    StreamHarness run = StreamHarness.of(LINES).start();
    run.batch("a");

    run.send(at(300), "x");
    run.batch("b");

    assertThat(run.lines("lines-1000")).containsExactly("a");
    assertThat(run.lines("lines-2000")).singleElement().asString().contains("x").contains("b");
  }

  @Test
  void yearsMayPassBetweenTwoRecords() {
    StreamHarness run = StreamHarness.of(WINDOWS).start();
    run.send(LATER, "5");
    run.advance(Duration.ofSeconds(1));

    run.advance(Duration.ofDays(3_000));
    run.batch("20");
    run.send(run.now().plus(Duration.ofDays(400)), "40");
    run.finish();

    assertThat(run.newLines("counts")).containsExactly("0=1", "20=1", "40=1");
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
