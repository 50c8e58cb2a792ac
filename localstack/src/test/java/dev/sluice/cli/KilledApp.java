package dev.sluice.cli;

import dev.sluice.api.Accumulator;
import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.oil.Sensor;
import java.time.Duration;
import java.util.Optional;

/** Every kind of state that a killed process can leave half-written: see {@link Kills}. */
public final class KilledApp implements StreamApp {
  private static final Codec<String> TEXT = Codecs.string();
  private static final long SLOT_SECONDS = 1_800;

  @Override
  public void define(StreamContext stream) {
    Accumulator parsed = stream.accumulator("parsed");
    DStream<Sensor> unique =
        stream
            .kinesis(OilPumps.STREAM, dev.sluice.api.Decoder.utf8())
            .map(Sensor::parse) // what does not parse becomes a dead letter
            .withEventTime(Sensor::time, Duration.ofMinutes(5))
            .map(
                reading -> {
                  parsed.add(1);
                  return reading.line();
                })
            .dropDuplicatesWithinWatermark(TEXT)
            .map(Sensor::parse);
    unique.map(Sensor::line).saveAsTextFiles("unique", "csv");

    PairDStream<String, Long> flows =
        unique.mapToPair(r -> Pair.of(r.resid(), (long) r.flow()), TEXT, Codecs.int64());
    flows
        .reduceByKeyAndWindow(
            Long::sum, Windows.sliding(Duration.ofMinutes(10), Duration.ofMinutes(5)))
        .mapWithWindow((window, pump, flow) -> window.end() + "," + pump + "," + flow)
        .saveAsTextFiles("flow", "csv");
    flows
        .updateStateByKey(
            (values, sum) ->
                Optional.of(sum.orElse(0L) + values.stream().mapToLong(Long::longValue).sum()),
            Codecs.int64())
        .saveAsTextFiles("totals");
    unique
        .mapToPair(r -> Pair.of(slot(r), 1L), TEXT, Codecs.int64())
        .mapWithState(
            StateSpec.function(KilledApp::count, Codecs.int64()).timeout(Duration.ofSeconds(3)))
        .saveAsTextFiles("slots");
  }

  /** A key that is quiet for good soon: half an hour of a pump. */
  private static String slot(Sensor reading) {
    return reading.resid() + "/" + reading.time().getEpochSecond() / SLOT_SECONDS;
  }

  private static String count(String key, Optional<Long> value, State<Long> state) {
    long before = state.getOption().orElse(0L);
    if (state.isTimingOut()) {
      return key + ",over," + before;
    }
    state.update(before + value.orElseThrow());
    return key + "," + state.get();
  }
}
