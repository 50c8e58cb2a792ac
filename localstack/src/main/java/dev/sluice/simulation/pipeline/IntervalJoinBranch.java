package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Two streams joined by key within bounds of time, and perhaps windows behind that. */
final class IntervalJoinBranch implements Branch {
  private enum Kind {
    INNER,
    LEFT,
    RIGHT,
    FULL
  }

  private final Kind kind;
  private final long before;
  private final long after;
  private final Optional<Cut> behind;

  IntervalJoinBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.before = 250 * random.nextInt(12);
    this.after = 250 * random.nextInt(12);
    this.behind = random.nextInt(3) == 0 ? Optional.of(Cut.tumbling(random)) : Optional.empty();
  }

  @Override
  public String text() {
    return "joinWithin "
        + kind
        + " from -"
        + before
        + " to "
        + after
        + " ms"
        + behind.map(cut -> ", counted in windows of " + cut).orElse("");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> left = Keyed.values(readings.left()).named(name);
    PairDStream<String, Long> right = Keyed.values(readings.right());
    Duration from = Duration.ofMillis(before);
    Duration to = Duration.ofMillis(after);
    PairDStream<String, ?> joined =
        switch (kind) {
          case INNER -> left.joinWithin(right, from, to);
          case LEFT -> left.leftOuterJoinWithin(right, from, to);
          case RIGHT -> left.rightOuterJoinWithin(right, from, to);
          case FULL -> left.fullOuterJoinWithin(right, from, to);
        };
    if (behind.isPresent()) {
      joined
          .mapValues(pair -> 1L, Codecs.int64())
          .named(name + "-counts")
          .reduceByKeyAndWindow(Long::sum, behind.get().windows())
          .saveAsTextFiles(name);
    } else {
      joined.saveAsTextFiles(name);
    }
  }

  /** A value that counts, and the batch that it came in. */
  private static final class Taken {
    final Input.Value value;
    final long k;
    boolean matched;

    Taken(Input.Value value, long k) {
      this.value = value;
      this.k = k;
    }
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input lefts = inputs.left().with(inputs.right());
    Input rights = inputs.right().with(inputs.left());
    List<Taken> left = taken(lefts, name, rows);
    List<Taken> right = taken(rights, name, rows);
    TreeMap<Long, TreeMap<String, Long>> counts = new TreeMap<>();
    for (Taken one : left) {
      for (Taken other : right) {
        long distance = other.value.timeMillis() - one.value.timeMillis();
        if (one.value.key().equals(other.value.key()) && distance >= -before && distance <= after) {
          one.matched = true;
          other.matched = true;
          long time = Math.max(one.value.timeMillis(), other.value.timeMillis());
          long border = lefts.border(Math.max(one.k, other.k));
          give(one, other, time, border, name, counts, rows);
        }
      }
    }
    if (kind == Kind.LEFT || kind == Kind.FULL) {
      for (Taken each : left) {
        alone(each, each.value.timeMillis() + after, lefts)
            .ifPresent(
                border ->
                    give(each, null, each.value.timeMillis() + after, border, name, counts, rows));
      }
    }
    if (kind == Kind.RIGHT || kind == Kind.FULL) {
      for (Taken each : right) {
        alone(each, each.value.timeMillis() + before, lefts)
            .ifPresent(
                border ->
                    give(null, each, each.value.timeMillis() + before, border, name, counts, rows));
      }
    }
    counts.forEach(
        (end, keys) -> keys.forEach((key, n) -> rows.add(name + "-" + end, Pair.of(key, n) + "")));
  }

  private static List<Taken> taken(Input input, String name, Rows rows) {
    List<Taken> taken = new ArrayList<>();
    for (long k : input.calendar.steps()) {
      OnTime.points(input, k, name, rows).forEach(v -> taken.add(new Taken(v, k)));
    }
    return taken;
  }

  /** The border at which it is known that no partner comes, where none has. */
  private static Optional<Long> alone(Taken value, long lastPartner, Input input) {
    return value.matched
        ? Optional.empty()
        : input.calendar.steps().stream()
            .filter(k -> k >= value.k && input.over(k) > lastPartner)
            .map(input::border)
            .findFirst();
  }

  private void give(
      Taken left,
      Taken right,
      long time,
      long border,
      String name,
      TreeMap<Long, TreeMap<String, Long>> counts,
      Rows rows) {
    String key = (left == null ? right : left).value.key();
    if (behind.isPresent()) {
      for (long end : behind.get().ends(time)) {
        Sums.add(counts, end, key, 1);
      }
    } else {
      boolean mayLackLeft = kind == Kind.RIGHT || kind == Kind.FULL;
      boolean mayLackRight = kind == Kind.LEFT || kind == Kind.FULL;
      Object pair = Pair.of(wrapped(left, mayLackLeft), wrapped(right, mayLackRight));
      rows.add(name + "-" + border, Pair.of(key, pair) + "");
    }
  }

  private static Object wrapped(Taken value, boolean optional) {
    Long number = value == null ? null : value.value.value();
    return optional ? Optional.ofNullable(number) : number;
  }
}
