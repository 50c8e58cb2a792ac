package dev.sluice.engine;

import dev.sluice.api.Accumulator;
import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.StateSpec;

/** Counts in every kind of place where counting is allowed, and fails behind it now and then. */
final class AccumulatorsApp implements StreamApp {
  static final long SMALL = 10;
  static final long REFUSED_STATE = 13;
  static final long REFUSED_RESULT = 7;

  @Override
  public void define(StreamContext stream) {
    Accumulator decoded = stream.accumulator("decoded");
    Accumulator values = stream.accumulator("values");
    Accumulator small = stream.accumulator("small");
    Accumulator results = stream.accumulator("results");
    Accumulator states = stream.accumulator("states");
    stream.accumulator("never");

    Decoder<String> decoder =
        bytes -> {
          decoded.add(1);
          return Decoder.utf8().decode(bytes);
        };
    DStream<Reading> readings =
        stream
            .kinesis("readings", decoder)
            .map(
                line -> {
                  values.add(5); // taken back where parsing fails
                  Reading reading = Reading.parse(line);
                  values.add(reading.value() - 5);
                  return reading;
                });
    PairDStream<String, Long> pairs =
        readings
            .filter(
                reading -> {
                  small.add(reading.value() < SMALL ? 1 : 0);
                  return true;
                })
            .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    pairs
        .reduceByKey(Long::sum)
        .map(
            pair -> {
              results.add(1);
              if (pair.value() % REFUSED_RESULT == 0) {
                throw new IllegalArgumentException("refused");
              }
              return pair;
            })
        .saveAsTextFiles("sums");
    pairs
        .<Long, String>mapWithState(
            StateSpec.function(
                (key, value, state) -> {
                  states.add(1);
                  if (value.orElseThrow() == REFUSED_STATE) {
                    throw new IllegalArgumentException("unlucky");
                  }
                  state.update(state.getOption().orElse(0L) + 1);
                  return key + state.get();
                },
                TestCodecs.LONG))
        .saveAsTextFiles("counts");
  }
}
