package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches that pile up before one for which the app's code throws. */
class StepsBeforeAnErrorTest {
  private static final Codec<Long> SMALL =
      new Codec<>() {
        @Override
        public void write(Long value, ByteOutput out) {
          if (value > 100) {
            throw new IllegalStateException("too large");
          }
          TestCodecs.LONG.write(value, out);
        }

        @Override
        public Long read(ByteInput in) {
          return TestCodecs.LONG.read(in);
        }
      };

  private static PairDStream<String, Long> pairs(StreamContext stream) {
    return stream
        .kinesis(Rig.STREAM, Decoder.utf8())
        .map(Reading::parse)
        .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
        .named("sums");
  }

  /** What the shards put together; then what cannot be written, where two results meet. */
  private final Rig totals =
      new Rig(
          stream ->
              pairs(stream)
                  .reduceByKey(Long::sum)
                  .mapToPair(p -> Pair.of("all", p.value()), TestCodecs.STRING, SMALL)
                  .named("totals")
                  .reduceByKey(Long::sum)
                  .saveAsTextFiles("sums"),
          1,
          1);

  private final Rig rig =
      new Rig(stream -> pairs(stream).reduceByKey(Math::addExact).saveAsTextFiles("sums"), 1, 1);

  private static void batch(Rig rig, Engine process, String key, long... values) {
    for (int i = 0; i < values.length; i++) {
      rig.put(key + (key.isEmpty() ? i : ""), values[i]);
      rig.deliverAll(process);
    }
    rig.clock.advance(Duration.ofSeconds(1));
  }

  private static void assertTwoArePublished(Rig rig, Engine process) {
    rig.clock.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(process.coordinator()::run).hasMessageStartingWith("SLUICE-E24");
      assertThat(List.copyOf(rig.outputs.list("sums")))
          .filteredOn(name -> name.endsWith("_SUCCESS"))
          .hasSize(2);
    }
  }

  @Test
  void theyArePublishedThoughTheCoordinatorMetAllOfThemTogether() {
    Engine process = rig.process();
    process.coordinator().run();
    batch(rig, process, "k", 1);
    batch(rig, process, "k", 2);
    batch(rig, process, "k", Long.MAX_VALUE, 1);
    assertTwoArePublished(rig, process);
  }

  @Test
  void theyArePublishedThoughThatIsSeenOnlyWhenAllOfThemAreWritten() {
    Engine process = totals.process();
    process.coordinator().run();
    batch(totals, process, "", 60);
    batch(totals, process, "", 60);
    batch(totals, process, "", 60, 60);
    assertTwoArePublished(totals, process);
  }
}
