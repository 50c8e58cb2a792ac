package dev.sluice.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls whose time is over when user code has run on little more than their records. */
class SlowCodeTest {
  private static final int RECORDS = 1000;
  private static final int RUNS_PER_CALL = 1100;

  private enum By {
    ADD,
    CODEC
  }

  private int runs;

  /** The numbers of each key; every so many are refused. */
  private void define(StreamContext stream, By by, int every) {
    Codec<List<Long>> numbers = Codecs.list(Codecs.int64());
    Codec<List<Long>> codec =
        new Codec<>() {
          @Override
          public void write(List<Long> all, ByteOutput out) {
            require(by != By.CODEC || all.stream().noneMatch(each -> each % every == 0), all);
            numbers.write(all, out);
          }

          @Override
          public List<Long> read(ByteInput in) {
            return new ArrayList<>(numbers.read(in));
          }
        };
    stream
        .kinesis(Shop.STREAM, Decoder.utf8())
        .map(this::slow)
        .mapToPair(each -> Pair.of("all", each), Codecs.string(), Codecs.int64())
        .aggregateByKey(
            () -> new ArrayList<Long>(),
            (all, each) -> {
              all.add(each);
              require(by != By.ADD || each % every != 0, all);
              return all;
            },
            (left, right) -> {
              left.addAll(right);
              return left;
            },
            codec)
        .saveAsTextFiles("out");
  }

  private long slow(String line) {
    runs++;
    return Long.parseLong(line);
  }

  private static void require(boolean condition, List<Long> values) {
    if (!condition) {
      throw new IllegalStateException("refused " + values);
    }
  }

  @ParameterizedTest
  @CsvSource({"ADD,900", "ADD,300", "ADD,2", "CODEC,900", "CODEC,300", "CODEC,2"})
  void recordsThatAnAggregationRefusesDelayTheOthersByACallOrTwo(By by, int every) {
    Shop shop = Shop.of(stream -> define(stream, by, every));
    List<InRecord> records =
        IntStream.rangeClosed(1, RECORDS).mapToObj(i -> shop.line("" + i)).toList();
    Transform process = shop.process();
    int calls = 0;
    boolean done = false;
    while (!done) {
      int before = runs;
      done =
          process
              .apply(Shop.STREAM, Shop.SHARD, records, () -> runs < before + RUNS_PER_CALL)
              .firstOpen()
              .isEmpty();
      calls++;
    }
    assertThat(calls).isLessThanOrEqualTo(2);

    assertThat(shop.engine().coordinator().finish()).isTrue();
    List<Long> good =
        IntStream.rangeClosed(1, RECORDS)
            .filter(i -> i % every != 0)
            .asLongStream()
            .boxed()
            .toList();
    assertThat(shop.rows("out")).containsExactly("(all," + good + ")");
    List<String> reasons =
        shop.rows("dead-letter/").stream()
            .map(row -> row.replaceAll(".*(refused[^\"\\]]*).*", "$1"))
            .toList();
    assertThat(reasons)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, RECORDS / every)
                .mapToObj(i -> "refused [" + i * every)
                .toList());
  }
}
