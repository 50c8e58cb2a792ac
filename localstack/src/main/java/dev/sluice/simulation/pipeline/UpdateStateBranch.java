package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A sum for each key, in every batch, until it is too large. */
final class UpdateStateBranch implements Branch {
  private static final long TOO_LARGE = 400;

  private final Map<String, Long> initial;

  UpdateStateBranch(Random random) {
    this.initial = random.nextBoolean() ? Map.of() : Map.of("k1", 300L, "silent", 1L);
  }

  @Override
  public String text() {
    return "updateStateByKey" + (initial.isEmpty() ? "" : " with an initial state");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    Keyed.values(readings.all())
        .named(name)
        .updateStateByKey(
            (values, before) -> {
              long sum = before.orElse(0L) + values.stream().mapToLong(v -> v).sum();
              return sum > TOO_LARGE ? Optional.<Long>empty() : Optional.of(sum);
            },
            Codecs.int64(),
            initial)
        .saveAsTextFiles(name);
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.all();
    TreeMap<String, Long> sums = new TreeMap<>(initial);
    for (long k : input.calendar.all()) {
      TreeMap<String, Long> more = new TreeMap<>();
      input.batch(k).forEach(v -> more.merge(v.key(), v.value(), Long::sum));
      TreeSet<String> keys = new TreeSet<>(sums.keySet());
      keys.addAll(more.keySet());
      for (String key : keys) {
        long sum = sums.getOrDefault(key, 0L) + more.getOrDefault(key, 0L);
        if (sum > TOO_LARGE) {
          sums.remove(key);
        } else {
          sums.put(key, sum);
          rows.add(name + "-" + input.border(k), Pair.of(key, sum) + "");
        }
      }
    }
  }
}
