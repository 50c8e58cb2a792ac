package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;

/** Readings as pairs. */
final class Keyed {
  private Keyed() {}

  /** Values by key. */
  static PairDStream<String, Long> values(DStream<Reading> readings) {
    return readings.mapToPair(r -> Pair.of(r.key(), r.value()), Codecs.string(), Codecs.int64());
  }

  /** Values by key, as text. */
  static PairDStream<String, String> texts(DStream<Reading> readings) {
    return readings.mapToPair(
        r -> Pair.of(r.key(), r.value() + ""), Codecs.string(), Codecs.string());
  }
}
