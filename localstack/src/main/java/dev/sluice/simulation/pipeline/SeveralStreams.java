package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.List;

/** Operators that make a stream of streams. */
enum SeveralStreams implements PairStep {
  TRANSFORM {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return again(pairs.transform(SeveralStreams::odd));
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return isOdd(pair) ? List.of(pair) : List.of();
    }
  },
  TRANSFORM_WITH {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return again(pairs.transformWith(odd(pairs), DStream::union));
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return isOdd(pair) ? List.of(pair, pair) : List.of(pair);
    }
  },
  TRANSFORM_PAIRS {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs.transformPairs(in -> in.mapValues(v -> v + 7, Codecs.int64()));
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return List.of(Pair.of(pair.key(), pair.value() + 7));
    }
  },
  TRANSFORM_PAIRS_WITH {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs.transformPairsWith(
          pairs.filter(pair -> !isOdd(pair)), (all, even) -> all.union(even));
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return isOdd(pair) ? List.of(pair) : List.of(pair, pair);
    }
  },
  UNION_OF_SEVERAL {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return again(around.context().union(pairs, odd(pairs), pairs));
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return isOdd(pair) ? List.of(pair, pair, pair) : List.of(pair, pair);
    }
  };

  private static DStream<Pair<String, Long>> odd(DStream<Pair<String, Long>> pairs) {
    return pairs.filter(SeveralStreams::isOdd);
  }

  private static boolean isOdd(Pair<String, Long> pair) {
    return pair.value() % 2 != 0;
  }

  private static PairDStream<String, Long> again(DStream<Pair<String, Long>> pairs) {
    return pairs.mapToPair(pair -> pair, Codecs.string(), Codecs.int64());
  }
}
