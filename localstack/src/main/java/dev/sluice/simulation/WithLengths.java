package dev.sluice.simulation;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.faults.Trouble;

/**
 * An app with an operator and its sink more from the start, behind which a changed app adds another
 * sink: the records of its first stream by their length.
 */
final class WithLengths extends Wrapped {
  private static final String LENGTHS = "lengths-by-simulation";

  WithLengths(Subject subject) {
    super(subject);
  }

  @Override
  public Subject in(Trouble trouble) {
    return new WithLengths(subject().in(trouble));
  }

  @Override
  public StreamApp app() {
    return this::define;
  }

  /** Defines the app; what the operator gives. */
  PairDStream<Integer, Long> define(StreamContext context) {
    subject().app().define(context);
    PairDStream<Integer, Long> lengths =
        context
            .kinesis(streams().get(0), TEXT)
            .mapToPair(line -> Pair.of(line.length(), 1L), Codecs.int32(), Codecs.int64())
            .named(LENGTHS)
            .reduceByKey(Long::sum);
    lengths.saveAsTextFiles(LENGTHS);
    return lengths;
  }

  /** Whether a directory is of the sink that is there from the start. */
  static boolean adds(String name) {
    return name.startsWith(LENGTHS);
  }
}
