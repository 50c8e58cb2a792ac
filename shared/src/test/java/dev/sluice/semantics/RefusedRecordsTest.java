package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.timedPairs;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.StreamApp;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that an aggregation refuses in their shard. */
class RefusedRecordsTest {
  private static final int RECORDS = 400;

  private enum By {
    ADD,
    CODEC
  }

  private final AtomicInteger adds = new AtomicInteger();

  /** The values of each key in a batch; bad ones are refused. */
  private StreamApp app(By by, LongPredicate bad) {
    Codec<List<Long>> codec =
        new Codec<>() {
          @Override
          public void write(List<Long> values, ByteOutput out) {
            values.forEach(each -> require(by != By.CODEC || !bad.test(each), each));
            Runs.GROWING.write(values, out);
          }

          @Override
          public List<Long> read(ByteInput in) {
            return Runs.GROWING.read(in);
          }
        };
    return stream ->
        pairs(events(stream))
            .aggregateByKey(
                () -> new ArrayList<>(),
                (all, each) -> add(by, bad, all, each),
                RefusedRecordsTest::concat,
                codec)
            .saveAsTextFiles("all");
  }

  private List<Long> add(By by, LongPredicate bad, List<Long> values, Long value) {
    adds.incrementAndGet();
    values.add(value);
    require(by != By.ADD || !bad.test(value), value);
    return values;
  }

  private static List<Long> concat(List<Long> left, List<Long> right) {
    left.addAll(right);
    return left;
  }

  @Test
  void recordThatMayBeTooLateIsADeadLetterLikeAnyOther() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    timedPairs(stream)
                        .aggregateByKeyAndWindow(
                            () -> 0L,
                            (sum, value) -> {
                              require(value != 7, value);
                              return sum + value;
                            },
                            Long::sum,
                            tumbling(1000),
                            Codecs.int64())
                        .saveAsTextFiles("sums"))
            .start();
    send(run, 100, new Event("a", 50, 1));
    send(run, 2500, new Event("a", 60, 7));
    send(run, 2600, new Event("a", 70, 2));
    run.finish();
    assertThat(run.lines("sums-1000")).containsExactly("(a,3)");
    assertThat(run.lines("dead-letter/events-3000.csv"))
        .singleElement()
        .asString()
        .contains("refused 7");
  }

  private static void require(boolean condition, long value) {
    if (!condition) {
      throw new IllegalStateException("refused " + value);
    }
  }

  @ParameterizedTest
  @CsvSource({"ADD,1", "ADD,2", "ADD,7", "CODEC,1", "CODEC,2", "CODEC,7"})
  void callWithManyOfThemRunsEachRecordAFewTimes(By by, int every) {
    StreamHarness run = StreamHarness.of(app(by, value -> value % every == 0)).shards(1).start();
    for (int i = 1; i <= RECORDS; i++) {
      send(run, 500, new Event("a", 0, i));
    }
    run.finish();
    List<Long> good =
        LongStream.rangeClosed(1, RECORDS).filter(i -> i % every != 0).boxed().toList();
    assertThat(run.counters()).containsEntry("dead-letters", (long) RECORDS - good.size());
    assertThat(run.lines("all-1000"))
        .isEqualTo(good.isEmpty() ? List.of() : List.of("(a," + good + ")"));
    assertThat(adds.get()).isBetween(RECORDS, 5 * RECORDS);
  }
}
