package dev.sluice.simulation.pipeline;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StaticTable;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** State by key with functions that are told key and batch; tables have the first states. */
final class KeyStateBranch implements Sited {
  /** A table's states are far below all borders: they count as seen when the app begins. */
  private static final long OLD = 1_000_000;

  private final boolean updates;
  private final boolean fromTable;
  private final long patience;

  KeyStateBranch(Random random) {
    this.updates = random.nextBoolean();
    this.fromTable = random.nextBoolean();
    this.patience = 1_000 * (1 + random.nextInt(20));
  }

  @Override
  public String text() {
    return (updates ? "updateStateByKey with key and border" : "mapWithState with border")
        + (updates ? ", known for " + patience + " ms" : "")
        + (fromTable ? ", states of a table" : "");
  }

  @Override
  public boolean goesByOneStream() {
    return true;
  }

  @Override
  public void define(Around around, Sides<DStream<Reading>> readings, String name) {
    PairDStream<String, Long> values = Keyed.values(readings.left()).named(name);
    Map<String, Long> none = Map.of();
    Optional<StaticTable<String, Long>> table =
        fromTable ? Optional.of(KeyTable.states(around.context())) : Optional.empty();
    if (updates) {
      values
          .updateStateByKey(
              this::update, Codecs.int64(), table.map(StaticTable::uniqueRows).orElse(none))
          .saveAsTextFiles(name);
    } else {
      StateSpec<String, Long, Long, String> spec =
          StateSpec.function(KeyStateBranch::since, Codecs.int64());
      values.mapWithState(table.map(spec::initialState).orElse(spec)).saveAsTextFiles(name);
    }
  }

  /** The border of the last batch in which a key was seen; "never" is not kept. */
  private Optional<Long> update(Instant at, String key, List<Long> values, Optional<Long> before) {
    long border = at.toEpochMilli();
    if (values.isEmpty() && border - before.filter(b -> b > OLD).orElse(OLD) > patience) {
      return Optional.empty();
    }
    return values.isEmpty() ? before : Optional.of(border + key.length());
  }

  private static String since(Instant border, String key, Optional<Long> value, State<Long> last) {
    String row = key + "," + value.orElseThrow() + " behind " + last.getOption().orElse(0L);
    last.update(border.toEpochMilli() + value.get());
    return row;
  }

  private Map<String, Long> begin() {
    Map<String, Long> states = new TreeMap<>();
    if (fromTable) {
      KeyTable.states().forEach(row -> states.put(row.key(), row.value()));
    }
    return states;
  }

  @Override
  public void expect(Sides<Input> inputs, String name, Rows rows) {
    Input input = inputs.left();
    Map<String, Long> states = begin();
    for (long k : updates ? input.calendar.all() : input.calendar.steps()) {
      long border = input.border(k);
      TreeSet<String> seen = new TreeSet<>();
      for (Input.Value v : input.batch(k)) {
        seen.add(v.key());
        if (!updates) {
          long last = states.getOrDefault(v.key(), 0L);
          rows.add(name + "-" + border, v.key() + "," + v.value() + " behind " + last);
          states.put(v.key(), border + v.value());
        }
      }
      if (updates) {
        seen.forEach(key -> states.put(key, border + key.length()));
        states
            .entrySet()
            .removeIf(
                each ->
                    !seen.contains(each.getKey())
                        && border - Math.max(each.getValue(), OLD) > patience);
        states.forEach((key, at) -> rows.add(name + "-" + border, Pair.of(key, at) + ""));
      }
    }
  }
}
