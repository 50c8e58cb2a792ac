package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A number for each value of a key, until the key is idle for too long. */
final class MapStateBranch implements Branch {
  private static final long FORGOTTEN = 50;

  private final long timeout;
  private final boolean snapshots;
  private final Map<String, Long> initial;

  MapStateBranch(Random random) {
    this.timeout = random.nextInt(3) == 0 ? 0 : 700 * (1 + random.nextInt(6));
    this.snapshots = random.nextInt(3) == 0;
    this.initial = random.nextBoolean() ? Map.of() : Map.of("k2", 10L, "silent", 3L);
  }

  @Override
  public String text() {
    return "mapWithState"
        + (timeout == 0 ? "" : ", timeout " + timeout + " ms")
        + (snapshots ? ", snapshots" : "")
        + (initial.isEmpty() ? "" : " with an initial state");
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Sides<DStream<Reading>> readings, String name) {
    StateSpec<String, Long, Long, String> spec =
        StateSpec.function(MapStateBranch::number, Codecs.int64()).initialState(initial);
    spec = timeout == 0 ? spec : spec.timeout(Duration.ofMillis(timeout));
    spec = snapshots ? spec.withSnapshots() : spec;
    var numbered = Keyed.values(readings.left()).named(name).mapWithState(spec);
    numbered.saveAsTextFiles(name);
    if (snapshots) {
      numbered.stateSnapshots().saveAsTextFiles(name + "-all");
    }
  }

  private static String number(String key, Optional<Long> value, State<Long> state) {
    long before = state.getOption().orElse(0L);
    if (state.isTimingOut()) {
      return key + " idle behind " + before;
    }
    if (value.orElseThrow() == FORGOTTEN) {
      state.remove();
      return null;
    }
    state.update(before + 1);
    return key + "," + value.get() + " is number " + state.get();
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.left();
    TreeMap<String, Long> numbers = new TreeMap<>(initial);
    Map<String, Long> idleFrom = new TreeMap<>();
    List<Long> batches = input.calendar.all();
    for (long k : batches) {
      long border = input.border(k);
      if (k == batches.get(0)) {
        numbers.keySet().forEach(key -> idleFrom.put(key, border));
      }
      for (Input.Value v : input.batch(k)) {
        if (v.value() == FORGOTTEN) {
          numbers.remove(v.key());
        } else {
          long number = numbers.merge(v.key(), 1L, Long::sum);
          idleFrom.put(v.key(), border);
          rows.add(name + "-" + border, v.key() + "," + v.value() + " is number " + number);
        }
      }
      for (String key : List.copyOf(numbers.keySet())) {
        boolean isIdle = idleFrom.get(key) + timeout <= border;
        if (timeout > 0 && (isIdle || input.calendar.isLast(k))) {
          rows.add(name + "-" + border, key + " idle behind " + numbers.remove(key));
        }
      }
      if (snapshots) {
        numbers.forEach((key, n) -> rows.add(name + "-all-" + border, Pair.of(key, n) + ""));
      }
    }
  }
}
