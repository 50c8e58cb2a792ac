package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A windowed stream with state by key or another window behind it, which take each value once for
 * each of its windows. By arrival, where nothing is late: late outputs would have no name here.
 */
final class WindowStateBranch implements Branch {
  private enum Kind {
    SECOND_WINDOW,
    UPDATE_STATE,
    MAP_STATE
  }

  private final Kind kind;
  private final Cut cut;
  private final Cut second;

  WindowStateBranch(Random random) {
    this.kind = Kind.values()[random.nextInt(Kind.values().length)];
    this.cut = Cut.draw(random);
    this.second = Cut.tumbling(random);
  }

  @Override
  public String text() {
    return "behind windows of "
        + cut
        + ": "
        + kind
        + (kind == Kind.SECOND_WINDOW ? " of " + second : "");
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> windowed = Keyed.values(readings.plain()).window(cut.windows());
    DStream<?> results =
        switch (kind) {
          case SECOND_WINDOW -> windowed.window(second.windows()).reduceByKey(Long::sum);
          case UPDATE_STATE ->
              windowed.updateStateByKey(
                  (values, sum) ->
                      Optional.of(sum.orElse(0L) + values.stream().mapToLong(v -> v).sum()),
                  Codecs.int64());
          case MAP_STATE ->
              windowed.mapWithState(StateSpec.function(WindowStateBranch::number, Codecs.int64()));
        };
    results.saveAsTextFiles(name);
  }

  private static String number(String key, Optional<Long> value, State<Long> count) {
    count.update(count.getOption().orElse(0L) + 1);
    return key + " is number " + count.get();
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.plain().byArrival();
    TreeMap<Long, List<Input.Value>> windows = new TreeMap<>();
    TreeMap<String, Long> state = new TreeMap<>();
    TreeMap<Long, TreeMap<String, Long>> sums = new TreeMap<>();
    for (long k : input.calendar.all()) {
      String batch = name + "-" + input.border(k);
      OnTime.windows(
          input,
          k,
          cut,
          0,
          name,
          rows,
          (end, v) -> windows.computeIfAbsent(end, e -> new ArrayList<>()).add(v));
      while (!windows.isEmpty() && windows.firstKey() <= input.over(k)) {
        long end = windows.firstKey();
        for (Input.Value v : windows.remove(end)) {
          switch (kind) {
            case SECOND_WINDOW -> second.ends(end - 1).forEach(next -> Sums.add(sums, next, v));
            case UPDATE_STATE -> state.merge(v.key(), v.value(), Long::sum);
            case MAP_STATE ->
                rows.add(batch, v.key() + " is number " + state.merge(v.key(), 1L, Long::sum));
          }
        }
      }
      if (kind == Kind.UPDATE_STATE) {
        state.forEach((key, sum) -> rows.add(batch, Pair.of(key, sum) + ""));
      }
    }
    sums.forEach(
        (end, keys) ->
            keys.forEach((key, sum) -> rows.add(name + "-" + end, Pair.of(key, sum) + "")));
  }
}
