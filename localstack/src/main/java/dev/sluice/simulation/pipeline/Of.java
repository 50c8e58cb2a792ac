package dev.sluice.simulation.pipeline;

import dev.sluice.api.PairDStream;

/** What a sink may get. */
enum Of {
  READINGS,
  SUMS,
  SUMS_OF_WINDOWS;

  /** The values, or what they come to. */
  PairDStream<String, Long> pairs(PairDStream<String, Long> values, String name, Cut cut) {
    return switch (this) {
      case READINGS -> values;
      case SUMS -> values.named(name).reduceByKey(Long::sum);
      case SUMS_OF_WINDOWS -> values.named(name).reduceByKeyAndWindow(Long::sum, cut.windows());
    };
  }

  String text(Cut cut) {
    return this + (this == SUMS_OF_WINDOWS ? " " + cut : "");
  }
}
