package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import java.util.List;
import java.util.Random;

/** Stateless operators in front of a branch. */
enum Prefix {
  NONE {
    @Override
    List<Reading> of(Reading r) {
      return List.of(r);
    }

    @Override
    DStream<Reading> on(DStream<Reading> readings) {
      return readings;
    }
  },
  FILTER {
    @Override
    List<Reading> of(Reading r) {
      return r.value() % 4 == 0 ? List.of() : List.of(r);
    }

    @Override
    DStream<Reading> on(DStream<Reading> readings) {
      return readings.filter(r -> r.value() % 4 != 0);
    }
  },
  MAP {
    @Override
    List<Reading> of(Reading r) {
      return List.of(new Reading("m" + r.key(), r.timeMillis(), r.value() / 2));
    }

    @Override
    DStream<Reading> on(DStream<Reading> readings) {
      return readings.map(r -> new Reading("m" + r.key(), r.timeMillis(), r.value() / 2));
    }
  },
  FLAT_MAP {
    @Override
    List<Reading> of(Reading r) {
      return switch ((int) (r.value() % 3)) {
        case 0 -> List.of();
        case 1 -> List.of(r);
        default -> List.of(r, new Reading("k0", r.timeMillis(), r.value() + 1));
      };
    }

    @Override
    DStream<Reading> on(DStream<Reading> readings) {
      return readings.flatMap(this::of);
    }
  },
  UNION_WITH_ITSELF {
    @Override
    List<Reading> of(Reading r) {
      return r.value() % 2 == 0 ? List.of(r, r) : List.of(r);
    }

    @Override
    DStream<Reading> on(DStream<Reading> readings) {
      return readings.union(readings.filter(r -> r.value() % 2 == 0));
    }
  };

  /** What becomes of one reading. */
  abstract List<Reading> of(Reading r);

  abstract DStream<Reading> on(DStream<Reading> readings);

  /** Every other branch has none. */
  static Prefix draw(Random random) {
    return random.nextBoolean() ? NONE : values()[random.nextInt(values().length)];
  }
}
