package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Values put together in each batch, or over all time in a mode. */
final class AggregateBranch implements Branch {
  private final Optional<OutputMode> mode;
  private final Fold fold;

  AggregateBranch(Random random) {
    this.mode =
        switch (random.nextInt(3)) {
          case 0 -> Optional.of(OutputMode.UPDATE);
          case 1 -> Optional.of(OutputMode.COMPLETE);
          default -> Optional.empty();
        };
    this.fold =
        mode.isEmpty()
            ? Fold.draw(random, Fold.TEXTS, Fold.STATS, Fold.SPREAD)
            : Fold.draw(
                random,
                Fold.TEXTS,
                Fold.STATS,
                Fold.SPREAD,
                Fold.COUNT,
                Fold.COUNT_BY_VALUE,
                Fold.REDUCE);
  }

  @Override
  public String text() {
    return "aggregation " + fold + mode.map(each -> ", mode " + each).orElse("");
  }

  @Override
  public boolean goesByOneStream() {
    return fold.isInOrder();
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    fold.define(Keyed.values(fold.side(readings)), name, new BatchForm(mode));
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = fold.side(inputs);
    TreeMap<String, List<Input.Value>> values = new TreeMap<>();
    for (long k : input.calendar.withRecords()) {
      TreeSet<String> given = new TreeSet<>();
      for (Input.Value v : input.batch(k)) {
        values.computeIfAbsent(fold.key(v), key -> new ArrayList<>()).add(v);
        given.add(fold.key(v));
      }
      boolean all = mode.equals(Optional.of(OutputMode.COMPLETE));
      for (String key : all ? values.keySet() : given) {
        String result = fold.of(values.get(key));
        rows.add(name + "-" + input.border(k), fold.hasKeys() ? Pair.of(key, result) + "" : result);
      }
      if (mode.isEmpty()) {
        values.clear();
      }
    }
  }
}
