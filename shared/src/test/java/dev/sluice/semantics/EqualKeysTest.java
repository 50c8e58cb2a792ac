package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys whose bytes are equal are one key, though their objects are not. */
class EqualKeysTest {
  private static final Codec<String> LOWER_CASE =
      new Codec<>() {
        @Override
        public void write(String value, ByteOutput out) {
          Codecs.string().write(value.toLowerCase(Locale.ROOT), out);
        }

        @Override
        public String read(ByteInput in) {
          return Codecs.string().read(in);
        }
      };

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesStandInTheirOrderHoweverCallsAreCut(boolean cut) {
    StreamHarness run =
        StreamHarness.of(
                stream -> {
                  PairDStream<String, Long> pairs =
                      events(stream)
                          .mapToPair(e -> Pair.of(e.key(), e.value()), LOWER_CASE, Codecs.int64());
                  pairs.groupByKey().saveAsTextFiles("batch");
                  pairs.groupByKeyAndWindow(Runs.tumbling(1000)).saveAsTextFiles("window");
                })
            .shards(1)
            .start();
    String[] keys = {"Ann", "ann", "Ann"};
    for (int i = 0; i < keys.length; i++) {
      send(run, 100 + i, new Event(keys[i], 0, i + 1));
      if (cut) {
        run.advanceTo(at(100 + i));
      }
    }
    run.finish();
    assertThat(run.lines("batch-1000")).containsExactly("(ann,[1, 2, 3])");
    assertThat(run.lines("window-1000")).containsExactly("(ann,[1, 2, 3])");
  }
}
