package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Two streams joined by key, in each batch or in each window. */
final class JoinBranch implements Branch {
  private enum Kind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    COGROUP
  }

  private final Kind kind;
  private final Optional<Cut> cut;

  JoinBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.cut = random.nextBoolean() ? Optional.of(Cut.draw(random)) : Optional.empty();
  }

  @Override
  public String text() {
    return "join " + kind + " in " + cut.map(each -> "windows of " + each).orElse("batches");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> left = Keyed.values(readings.left()).named(name);
    PairDStream<String, Long> right = Keyed.values(readings.right());
    if (cut.isPresent()) {
      left = left.window(cut.get().windows()).named(name);
      right = right.window(cut.get().windows());
    }
    DStream<?> joined =
        switch (kind) {
          case INNER -> left.join(right);
          case LEFT -> left.leftOuterJoin(right);
          case RIGHT -> left.rightOuterJoin(right);
          case FULL -> left.fullOuterJoin(right);
          case COGROUP ->
              left.cogroup(right)
                  .map(
                      each ->
                          Pair.of(each.key(), sorted(each.value().key(), each.value().value())));
        };
    joined.saveAsTextFiles(name);
  }

  /** The values of a key. */
  private record Both(List<Long> left, List<Long> right) {}

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    TreeMap<Long, TreeMap<String, Both>> together = new TreeMap<>();
    for (long k : inputs.left().calendar.steps()) {
      for (boolean left : List.of(true, false)) {
        Input input =
            left ? inputs.left().with(inputs.right()) : inputs.right().with(inputs.left());
        if (cut.isEmpty()) {
          input.batch(k).forEach(v -> add(together, input.border(k), v, left));
        } else {
          OnTime.windows(
              input, k, cut.get(), 0, name, rows, (end, v) -> add(together, end, v, left));
        }
      }
    }
    together.forEach(
        (end, keys) ->
            keys.forEach(
                (key, both) ->
                    results(both)
                        .forEach(each -> rows.add(name + "-" + end, Pair.of(key, each) + ""))));
  }

  private static String sorted(List<Long> left, List<Long> right) {
    return left.stream().sorted().toList() + " and " + right.stream().sorted().toList();
  }

  private static void add(
      TreeMap<Long, TreeMap<String, Both>> together, long end, Input.Value v, boolean left) {
    Both both =
        together
            .computeIfAbsent(end, e -> new TreeMap<>())
            .computeIfAbsent(v.key(), key -> new Both(new ArrayList<>(), new ArrayList<>()));
    (left ? both.left : both.right).add(v.value());
  }

  private List<Object> results(Both both) {
    List<Object> results = new ArrayList<>();
    if (kind == Kind.COGROUP) {
      results.add(sorted(both.left, both.right));
      return results;
    }
    boolean allLeft = kind == Kind.LEFT || kind == Kind.FULL;
    boolean allRight = kind == Kind.RIGHT || kind == Kind.FULL;
    for (Long left : both.left) {
      for (Long right : both.right) {
        results.add(Pair.of(wrapped(left, allRight), wrapped(right, allLeft)));
      }
      if (both.right.isEmpty() && allLeft) {
        results.add(Pair.of(wrapped(left, allRight), Optional.empty()));
      }
    }
    if (both.left.isEmpty() && allRight) {
      both.right.forEach(right -> results.add(Pair.of(Optional.empty(), wrapped(right, allLeft))));
    }
    return results;
  }

  private static Object wrapped(Long value, boolean optional) {
    return optional ? Optional.of(value) : value;
  }
}
