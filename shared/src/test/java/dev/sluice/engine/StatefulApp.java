package dev.sluice.engine;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.MapWithStateDStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators with keyed state, one behind the other. */
final class StatefulApp implements StreamApp {
  static final Duration TIMEOUT = Duration.ofSeconds(3);
  static final long FORGOTTEN = 50;
  static final long REFUSED = 13;
  static final Map<String, Long> SUMS_BEFORE = Map.of("k1", 900L, "k2", 1L, "quiet", 5L);
  static final Map<String, Long> COUNTS_BEFORE = Map.of("k3", 70L, "quiet", 7L, "silent", 8L);

  @Override
  public void define(StreamContext stream) {
    DStream<Reading> readings = stream.kinesis("readings", Decoder.utf8()).map(Reading::parse);
    PairDStream<String, Long> values =
        readings.mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);

    PairDStream<String, Long> sums =
        values.updateStateByKey(StatefulApp::sumUnlessLarge, TestCodecs.LONG, SUMS_BEFORE);
    sums.saveAsTextFiles("sums");
    sums.mapToPair(p -> Pair.of("all", p.value()), TestCodecs.STRING, TestCodecs.LONG)
        .reduceByKey(Long::sum)
        .saveAsTextFiles("totals");

    MapWithStateDStream<String, Long, String> counts =
        values.mapWithState(
            StateSpec.function(StatefulApp::count, TestCodecs.LONG)
                .timeout(TIMEOUT)
                .initialState(COUNTS_BEFORE)
                .withSnapshots());
    counts.saveAsTextFiles("counts");
    counts.stateSnapshots().saveAsTextFiles("snapshots");
  }

  static Optional<Long> sumUnlessLarge(List<Long> values, Optional<Long> before) {
    long sum = before.orElse(0L);
    for (long each : values) {
      sum += each;
    }
    return sum > 1000 ? Optional.empty() : Optional.of(sum);
  }

  private static String count(String key, Optional<Long> value, State<Long> state) {
    long before = state.getOption().orElse(0L);
    if (state.isTimingOut()) {
      return key + ",idle," + before;
    }
    state.update(before + 1);
    if (value.orElseThrow() == REFUSED) {
      throw new IllegalArgumentException("an unlucky number");
    }
    if (value.get() == FORGOTTEN) {
      state.remove();
      return null;
    }
    return key + "," + value.get() + "," + state.get();
  }
}
