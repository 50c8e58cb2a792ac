package dev.sluice.simulation.pipeline;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StaticTable;
import dev.sluice.codec.Codecs;
import java.time.Instant;
import java.util.List;

/** Operators that take one pair after the other. */
enum EachPair implements PairStep {
  KEY_BY {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs
          .keyBy(pair -> third(pair), Codecs.string(), Pair.codec(Codecs.string(), Codecs.int64()))
          .mapValues(Pair::value, Codecs.int64());
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return List.of(Pair.of(third(pair), pair.value()));
    }
  },
  FLAT_MAP_TO_PAIR {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs.flatMapToPair(pair -> of(pair, 0), Codecs.string(), Codecs.int64());
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return switch ((int) (pair.value() % 3)) {
        case 0 -> List.of();
        case 1 -> List.of(pair);
        default -> List.of(pair, Pair.of("more", pair.value() + 1));
      };
    }
  },
  FLAT_MAP_VALUES {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs.flatMapValues(v -> v % 3 == 0 ? List.of() : List.of(v, v / 2), Codecs.int64());
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      Pair<String, Long> half = Pair.of(pair.key(), pair.value() / 2);
      return pair.value() % 3 == 0 ? List.of() : List.of(pair, half);
    }
  },
  MAP_VALUES {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs.mapValues(v -> 2 * v + 1, Codecs.int64());
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return List.of(Pair.of(pair.key(), pair.value() + pair.value() + 1));
    }
  },
  JOIN_WITH_TABLE {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      StaticTable<String, Long> table = KeyTable.of(around.context());
      return pairs.join(table).mapValues(both -> both.key() + both.value(), Codecs.int64());
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return KeyTable.ROWS.stream()
          .filter(row -> row.key().equals(pair.key()))
          .map(row -> Pair.of(pair.key(), pair.value() + row.value()))
          .toList();
    }
  },
  SLICE {
    @Override
    public PairDStream<String, Long> on(PairDStream<String, Long> pairs, Around around) {
      return pairs.slice(Instant.ofEpochMilli(FROM), Instant.ofEpochMilli(TO));
    }

    @Override
    public List<Pair<String, Long>> of(Pair<String, Long> pair, long time) {
      return time >= FROM && time <= TO ? List.of(pair) : List.of();
    }
  };

  /** Borders and ends of windows in the middle of most histories, both inclusive. */
  private static final long FROM = 1_008_000;

  private static final long TO = 1_020_000;

  private static String third(Pair<String, Long> pair) {
    return "rest " + pair.value() % 3;
  }
}
