package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.timed;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Partitions are ranges of key groups, never what a call or a shard happened to bring. */
class PartitionsTest {

  private static DStream<String> texts(StreamContext stream) {
    return events(stream).map(event -> event.key() + event.value());
  }

  /** Three rounds of twenty keys in one batch. */
  private static List<Event> manyKeys() {
    List<Event> events = new ArrayList<>();
    for (int value = 0; value < 3; value++) {
      for (int key = 0; key < 20; key++) {
        events.add(new Event("k" + (char) ('a' + key), 0, value));
      }
    }
    return events;
  }

  private static StreamHarness run(StreamApp app, int shards, int buckets, boolean oneByOne) {
    StreamHarness run = StreamHarness.of(app).shards(shards).buckets(buckets).start();
    int i = 0;
    for (Event event : manyKeys()) {
      send(run, 100 + i++, event);
      if (oneByOne) {
        run.advance(Duration.ZERO);
      }
    }
    run.finish();
    return run;
  }

  private static List<List<String>> partitions(StreamHarness run, String directory) {
    return run.lines(directory).stream()
        .map(line -> List.of(line.substring(1, line.length() - 1).split(", ")))
        .toList();
  }

  private static int partitionOf(String key, int count) {
    return KeyGroups.of(key.getBytes(StandardCharsets.UTF_8)) * count / 1024;
  }

  /** The texts by partition; within it sorted, as the order of lanes depends on the shards. */
  private static List<List<String>> naive(int count) {
    SortedMap<Integer, List<String>> partitions = new TreeMap<>();
    for (Event event : manyKeys()) {
      partitions
          .computeIfAbsent(partitionOf(event.key(), count), p -> new ArrayList<>())
          .add(event.key() + event.value());
    }
    partitions.values().forEach(of -> of.sort(null));
    return List.copyOf(partitions.values());
  }

  private static List<List<String>> sorted(List<List<String>> partitions) {
    return partitions.stream().map(of -> of.stream().sorted().toList()).toList();
  }

  @Test
  void partitionsAreRangesOfKeyGroupsHoweverTheStreamIsRead() {
    StreamApp app =
        stream -> {
          texts(stream).glom(Codecs.string()).saveAsTextFiles("default");
          texts(stream)
              .repartition(3, Codecs.string())
              .glom(Codecs.string())
              .saveAsTextFiles("three");
        };
    for (StreamHarness run :
        List.of(run(app, 1, 1, false), run(app, 3, 1, true), run(app, 5, 1, false))) {
      assertThat(sorted(partitions(run, "default-1000")))
          .hasSizeGreaterThan(4)
          .isEqualTo(naive(DStream.DEFAULT_PARTITIONS));
      assertThat(sorted(partitions(run, "three-1000"))).hasSize(3).isEqualTo(naive(3));
    }
    assertThat(sorted(partitions(run(app, 3, 4, true), "three-1000")))
        .as("in four buckets, whose parts come one after the other")
        .containsExactlyInAnyOrderElementsOf(naive(3));
  }

  @Test
  void valuesOfAKeyKeepTheirOrderInAPartition() {
    StreamHarness run =
        run(
            s ->
                texts(s).repartition(1, Codecs.string()).glom(Codecs.string()).saveAsTextFiles("l"),
            3,
            2,
            true);

    List<String> all = partitions(run, "l-1000").get(0);
    assertThat(all).hasSize(60);
    for (char key = 'a'; key < 'a' + 20; key++) {
      String begin = "k" + key;
      assertThat(all.stream().filter(text -> text.startsWith(begin)))
          .containsExactly(begin + 0, begin + 1, begin + 2);
    }
  }

  @Test
  void partitionsGoThroughOperatorsOnSingleValues() {
    StreamHarness run =
        run(
            stream ->
                texts(stream)
                    .repartition(3, Codecs.string())
                    .filter(text -> !text.endsWith("1"))
                    .map(String::toUpperCase)
                    .mapPartitions(of -> List.of(of.size()), Codecs.string())
                    .saveAsTextFiles("sizes"),
            3,
            1,
            false);

    assertThat(run.lines("sizes-1000"))
        .isEqualTo(naive(3).stream().map(of -> "" + of.size() * 2 / 3).toList());
  }

  @Test
  void partitionForWhichTheFunctionThrowsIsADeadLetter() {
    StreamHarness run =
        run(
            stream ->
                texts(stream)
                    .repartition(3, Codecs.string())
                    .mapPartitions(
                        of -> {
                          if (of.contains("ka0")) {
                            throw new IllegalStateException("not this one");
                          }
                          return of.subList(0, 1);
                        },
                        Codecs.string())
                    .saveAsTextFiles("first"),
            3,
            1,
            false);

    assertThat(run.lines("first-1000")).hasSize(2);
    assertThat(run.directories()).anyMatch(name -> name.startsWith("dead-letter/aggregate-1-"));
  }

  @Test
  void repartitionChangesNoEventTimeNorWhatIsLateOrFarAhead() {
    SortedMap<String, List<String>> direct = eventTimes(false);

    assertThat(eventTimes(true)).isEqualTo(direct);
    assertThat(direct).containsKeys("sums-10", "sums-20", "late/sums-2000.csv");
    assertThat(direct.get("late/sums-3000.csv"))
        .singleElement()
        .asString()
        .endsWith(",far ahead,b,32");
  }

  private static SortedMap<String, List<String>> eventTimes(boolean repartitioned) {
    StreamHarness run =
        Runs.start(
            stream -> {
              var timed = timedPairs(stream);
              (repartitioned ? timed.repartition(5) : timed)
                  .named("sums")
                  .reduceByKeyAndWindow(Long::sum, tumbling(10))
                  .saveAsTextFiles("sums");
            });
    send(run, 500, new Event("a", 3, 1));
    send(run, 500, new Event("b", 4, 2));
    send(run, 500, new Event("a", 15, 4));
    send(run, 1_500, new Event("b", 5, 8));
    send(run, 2_500, new Event("b", 25, 16));
    send(run, 2_500, new Event("b", 2_500 + DStream.DEFAULT_MAX_AHEAD.toMillis() + 1, 32));
    run.finish();
    return lines(run);
  }

  @Test
  void partitionsOfAWindowHoldItsValues() {
    StreamHarness run =
        Runs.start(
            stream -> {
              DStream<Long> values = timed(stream).map(Event::value);
              values
                  .window(tumbling(10))
                  .repartition(1, Codecs.int64())
                  .glom(Codecs.int64())
                  .saveAsTextFiles("after");
              values
                  .repartition(1, Codecs.int64())
                  .window(tumbling(10))
                  .mapPartitions(List::of, Codecs.int64())
                  .saveAsTextFiles("before");
              timedPairs(stream)
                  .reduceByKeyAndWindow(Long::sum, tumbling(10))
                  .repartition(1)
                  .map(Pair::value)
                  .glom(Codecs.int64())
                  .saveAsTextFiles("results");
            });
    send(run, 500, new Event("a", 3, 1));
    send(run, 500, new Event("a", 4, 2));
    send(run, 500, new Event("a", 15, 4));
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "after-10", List.of("[1, 2]"),
                "after-20", List.of("[4]"),
                "before-10", List.of("[1, 2]"),
                "before-20", List.of("[4]"),
                "results-10", List.of("[3]"),
                "results-20", List.of("[4]")));
  }

  @Test
  void sliceKeepsBatchesByTheirBorderAndWindowsByTheirEnd() {
    StreamHarness run =
        Runs.start(
            stream -> {
              texts(stream).slice(at(2_000), at(3_000)).saveAsTextFiles("batches");
              texts(stream).slice(at(2_001), at(2_999)).saveAsTextFiles("none");
              texts(stream).slice(at(3_000), at(2_000)).saveAsTextFiles("turned");
              timedPairs(stream)
                  .window(tumbling(10))
                  .slice(at(20), at(30))
                  .saveAsTextFiles("windows");
            });
    for (int i = 0; i < 4; i++) {
      send(run, i * 1_000 + 999, new Event("a", 10L * i, i));
    }
    run.finish();

    assertThat(lines(run))
        .isEqualTo(
            Map.of(
                "batches-2000", List.of("a1"),
                "batches-3000", List.of("a2"),
                "windows-20", List.of("(a,1)"),
                "windows-30", List.of("(a,2)")));
  }
}
