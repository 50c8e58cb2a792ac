package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.pairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader expects of an app whose number of buckets changes while its state stays. */
@Tag("seeded")
class ChangedBucketsTest {
  private static final Instant START = Instant.parse("2100-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void states(PairDStream<String, Long> values) {
    values
        .named("totals")
        .updateStateByKey(
            (List<Long> some, Optional<Long> before) ->
                Optional.of(before.orElse(0L) + some.stream().mapToLong(n -> n).sum()),
            Codecs.int64(),
            Map.of("k3a", 1_000L, "never seen", 7L))
        .saveAsTextFiles("totals");
    values
        .named("idle")
        .mapWithState(
            StateSpec.function(ChangedBucketsTest::sumUntilIdle, Codecs.int64())
                .timeout(Duration.ofSeconds(4)))
        .saveAsTextFiles("idle");
    values.named("once").dropDuplicatesByKey().saveAsTextFiles("once");
    values
        .named("partners")
        .joinWithin(values.filter(each -> each.value() % 2 == 0), SECOND, SECOND)
        .saveAsTextFiles("partners");
  }

  private static String sumUntilIdle(String key, Optional<Long> value, State<Long> state) {
    long sum = state.getOption().orElse(0L) + value.orElse(0L);
    if (!state.isTimingOut()) {
      state.update(sum);
    }
    return key + "," + sum + "," + state.isTimingOut();
  }

  private static void windows(PairDStream<String, Long> values) {
    PairDStream<String, Long> sums =
        values
            .named("sums")
            .reduceByKeyAndWindow(
                Long::sum, Windows.sliding(Duration.ofSeconds(6), Duration.ofSeconds(3)));
    sums.saveAsTextFiles("sums");
    sums.mapToPair(
            each -> Pair.of(each.key().substring(0, 1), each.value()),
            Codecs.string(),
            Codecs.int64())
        .named("letters")
        .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(9)))
        .saveAsTextFiles("letters");
    values
        .named("late-ones-too")
        .reduceByKeyAndWindow(
            Long::sum, Windows.tumbling(Duration.ofSeconds(4)).withLateness(Duration.ofSeconds(5)))
        .saveAsTextFiles("revised");
    values
        .named("sessions")
        .reduceByKeyAndWindow(Long::sum, SessionWindows.withGap(Duration.ofSeconds(3)))
        .saveAsTextFiles("sessions");
  }

  private static void modes(PairDStream<String, Long> values) {
    Windows tens = Windows.tumbling(Duration.ofSeconds(10));
    values.named("all").reduceByKey(Long::sum, OutputMode.COMPLETE).saveAsTextFiles("all");
    values.named("new").reduceByKey(Long::sum, OutputMode.UPDATE).saveAsTextFiles("new");
    values
        .named("early")
        .reduceByKeyAndWindow(Long::sum, tens, EarlyResults.every(Duration.ofSeconds(2)))
        .saveAsTextFiles("early");
    values
        .named("third")
        .reduceByKeyAndWindow(Long::sum, tens, EarlyResults.everyRecords(3))
        .saveAsTextFiles("third");
  }

  /** An operator of each kind of state, two behind another one, and sinks of rows. */
  private static final StreamApp ALL =
      stream -> {
        var read = stream.accumulator("read");
        PairDStream<String, Long> values =
            pairs(
                Runs.events(stream)
                    .map(
                        each -> {
                          read.add(1);
                          return each;
                        })
                    .withEventTime(Event::time, Duration.ofSeconds(2)));
        states(values);
        windows(values);
        modes(values);
        values.saveAsTextFiles("values");
      };

  private static StreamHarness start(int buckets) {
    return StreamHarness.of(ALL).startAt(START).shards(3).buckets(buckets).start();
  }

  private static void restart(StreamHarness run, int buckets) {
    run.buckets(buckets);
    run.restart();
    run.advanceTo(run.now());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 4);
  }

  private static String[] events(StreamHarness run, Random random) {
    String[] lines = new String[random.nextInt(6)];
    for (int i = 0; i < lines.length; i++) {
      String key = "k" + random.nextInt(12) + (random.nextBoolean() ? "a" : "b");
      Instant time = run.now().minusMillis(random.nextInt(4_000));
      lines[i] = new Event(key, time.toEpochMilli(), random.nextInt(100)).line();
    }
    return lines;
  }

  private static String[] many(StreamHarness run) {
    return IntStream.range(0, 40)
        .mapToObj(i -> new Event("k" + i, run.now().toEpochMilli(), 1).line())
        .toArray(String[]::new);
  }

  /** The parts of the batch that was published last. */
  private static List<String> parts(StreamHarness run) {
    String directory = "all-" + run.now().toEpochMilli() + "/";
    return new TreeSet<>(run.files().keySet())
        .stream()
            .filter(name -> name.startsWith(directory) && !name.endsWith("_SUCCESS"))
            .map(name -> name.substring(directory.length()))
            .toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreThoseOfOneLayoutWhateverTheNumberOfBuckets(long seed) {
    Random data = new Random(seed);
    Random same = new Random(seed);
    Random choice = new Random(-seed);
    StreamHarness one = start(3);
    StreamHarness other = start(1 + choice.nextInt(6));
    int changes = 0;
    for (int batch = 0; batch < 40; batch++) {
      one.batch(events(one, data));
      other.batch(events(other, same));
      if (choice.nextInt(10) == 0) {
        boolean soon = choice.nextInt(3) == 0; // then it comes when a minute is over
        one.advance(soon ? SECOND : MINUTE);
        other.advance(soon ? SECOND : MINUTE);
        restart(other, 1 + choice.nextInt(6));
        changes++;
      } else if (choice.nextInt(6) == 0) {
        other.restart();
      }
    }
    one.finish();
    other.finish();

    assertThat(changes).isPositive();
    SortedMap<String, List<String>> rows = Runs.lines(other);
    assertThat(rows).isEqualTo(Runs.lines(one));
    assertThat(rows.keySet().stream().map(name -> name.replaceAll("-.*", "")).distinct())
        .contains("totals", "idle", "once", "partners", "sums", "letters", "revised", "sessions")
        .contains("all", "new", "early", "third", "values");
    assertThat(other.counters()).isEqualTo(one.counters());
    assertThat(other.accumulator("read")).isEqualTo(one.accumulator("read"));
  }

  @Test
  void partsAreAsManyAsTheBucketsFromTheNextBatchOn() {
    StreamHarness run = start(1);
    run.batch(many(run));
    assertThat(parts(run)).containsExactly("part-00000");
    restart(run, 4);
    assertThat(run.<Long>state("totals", "k7")).as("not taken over yet").contains(1L);
    run.batch(many(run));

    assertThat(parts(run)).containsExactly("part-00000", "part-00001", "part-00002", "part-00003");
    assertThat(run.<Long>state("totals", "k7")).contains(2L);
    assertThat(run.keys("totals")).hasSize(42);
    run.advance(MINUTE);
    restart(run, 1);
    run.batch(many(run));
    assertThat(parts(run)).containsExactly("part-00000");
    assertThat(run.<Long>state("totals", "k7")).contains(3L);
  }

  @Test
  void nextChangeWaitsForAMinute() {
    StreamHarness run = start(1);
    run.batch(many(run));
    restart(run, 2);
    run.batch(many(run));
    restart(run, 3);
    run.batch(many(run));
    assertThat(parts(run)).hasSize(2);
    run.advance(MINUTE);
    run.batch(many(run));
    assertThat(parts(run)).hasSize(3);
  }

  @Test
  void changeBeforeTheFirstRecordCountsFromTheFirstBatchOn() {
    StreamHarness run = start(1);
    run.advance(SECOND);
    restart(run, 3);
    run.batch(many(run));
    assertThat(parts(run)).hasSize(3);
    assertThat(run.<Long>state("totals", "k3a")).contains(1_000L);
    assertThat(run.<Long>state("totals", "never seen")).contains(7L);
  }

  @Test
  void changesMayComeInWeeksWithoutARecordBeforeTheFirstOneAndLater() {
    StreamApp sums =
        stream ->
            pairs(Runs.events(stream))
                .named("all")
                .reduceByKey(Long::sum, OutputMode.UPDATE)
                .saveAsTextFiles("all");
    StreamHarness run = StreamHarness.of(sums).startAt(START).buckets(2).start();
    Duration weeks = Duration.ofDays(40);
    run.advance(weeks);
    restart(run, 3);
    run.advance(weeks);
    run.batch(many(run));
    assertThat(parts(run)).hasSize(3);
    run.advance(weeks);
    restart(run, 1);
    run.advance(weeks);
    run.batch(many(run));
    assertThat(parts(run)).hasSize(1);
    assertThat(run.lines("all-" + run.now().toEpochMilli())).hasSize(40).contains("(k7,2)");
    run.finish();
  }

  @Test
  void twoChangesWithoutARecordBetweenThemAreTwoChanges() {
    StreamHarness run = start(2);
    run.batch(many(run));
    restart(run, 3);
    run.advance(MINUTE);
    restart(run, 5);
    run.batch(many(run));
    assertThat(parts(run)).hasSize(5);
    assertThat(run.<Long>state("totals", "k7")).contains(2L);
  }

  @Test
  void inputMayEndRightBehindAChangeAndAllThatIsOpenIsPublished() {
    StreamHarness run = start(4);
    run.batch(many(run));
    StreamHarness same = start(4);
    same.batch(many(same));

    restart(run, 2);
    run.finish();
    same.finish();
    assertThat(Runs.lines(run)).isEqualTo(Runs.lines(same));
    assertThat(run.counters()).isEqualTo(same.counters());
  }

  @Test
  void appThatHasEndedStaysAsItIs() {
    StreamHarness run = start(4);
    run.batch(many(run));
    run.finish();
    SortedMap<String, String> files = run.files();
    restart(run, 2);
    run.advance(MINUTE);
    assertThat(run.files()).isEqualTo(files);
    assertThat(run.<Long>state("totals", "k7")).contains(1L);
  }

  @Test
  void callsThatHaveFailedAreMadeBeforeAnythingFollowsThem() {
    boolean[] fails = new boolean[1];
    List<String> calls = new ArrayList<>();
    StreamApp app =
        stream ->
            pairs(Runs.events(stream))
                .reduceByKey(Long::sum)
                .foreachBatch(
                    (rows, batch) -> {
                      if (fails[0]) {
                        throw new IllegalStateException("not now");
                      }
                      rows.forEach(row -> calls.add(batch.batchId() + " " + row));
                    });
    StreamHarness run = StreamHarness.of(app).startAt(START).shards(3).buckets(2).start();
    fails[0] = true;
    String[] first = many(run);
    assertThatThrownBy(() -> run.batch(first)).hasMessageContaining("SLUICE-E13");
    assertThatThrownBy(() -> restart(run, 5)).hasMessageContaining("SLUICE-E13");
    String[] second = many(run);
    assertThatThrownBy(() -> run.batch(second)).hasMessageContaining("SLUICE-E13");
    assertThat(calls).isEmpty();

    fails[0] = false;
    run.advance(SECOND);
    run.finish();
    for (String key : List.of("k1", "k7", "k23", "k39")) {
      assertThat(calls.stream().filter(each -> each.endsWith("(" + key + ",1)")).distinct())
          .as("in order")
          .containsExactly(
              (START.toEpochMilli() + 1_000) + " (" + key + ",1)",
              (START.toEpochMilli() + 2_000) + " (" + key + ",1)");
    }
  }

  @Test
  void changedAppMayHaveAnotherNumberOfBucketsAtOnce() {
    StreamHarness run = start(1);
    run.batch(many(run));
    run.buckets(3);
    run.restart(
        stream -> {
          ALL.define(stream);
          pairs(Runs.events(stream))
              .named("counts")
              .updateStateByKey(
                  (List<Long> some, Optional<Long> before) ->
                      Optional.of(before.orElse(0L) + some.size()),
                  Codecs.int64(),
                  Map.of("k1", 100L, "silent", 5L))
              .mapToPair(each -> Pair.of("all", each.value()), Codecs.string(), Codecs.int64())
              .named("counts-of-all")
              .reduceByKey(Long::sum)
              .saveAsTextFiles("counts");
        });
    run.batch(many(run));
    assertThat(run.lines("counts-" + run.now().toEpochMilli())).containsExactly("(all,145)");
    assertThat(parts(run)).hasSize(3);
    assertThat(run.<Long>state("totals", "k7")).contains(2L);
    run.restart();
    assertThat(run.<Long>state("counts", "silent")).contains(5L);
    assertThat(run.<Long>state("counts", "k1")).contains(101L);
  }
}
