package dev.sluice.api.state;

import dev.sluice.api.OutputMode;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The logic of {@code flatMapGroupsWithState} and {@code mapGroupsWithState}. */
public final class GroupsWithState<K, V, S, R> implements KeyedLogic {
  private final GroupFunction<K, V, S, ? extends Iterable<? extends R>> function;
  private final OutputMode mode;
  private final GroupStateTimeout timeout;

  /**
   * @throws IllegalArgumentException for {@link OutputMode#COMPLETE}
   */
  public GroupsWithState(
      GroupFunction<K, V, S, ? extends Iterable<? extends R>> function,
      OutputMode mode,
      GroupStateTimeout timeout) {
    this.function = Objects.requireNonNull(function, "function");
    this.mode = Objects.requireNonNull(mode, "mode");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    if (mode == OutputMode.COMPLETE) {
      throw new IllegalArgumentException(
          "flatMapGroupsWithState gives the results of the groups that were called, never of all"
              + " groups: take APPEND, or UPDATE where a result replaces its key's earlier ones");
    }
  }

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    KeyedTraits.Clock clock =
        switch (timeout) {
          case NO_TIMEOUT -> KeyedTraits.Clock.NONE;
          case PROCESSING_TIME_TIMEOUT -> KeyedTraits.Clock.ARRIVAL;
          case EVENT_TIME_TIMEOUT -> KeyedTraits.Clock.EVENT;
        };
    KeyedTraits traits = new KeyedTraits(clock, false, false, false, false, mode + " " + timeout);
    KeyedTraits judged = clock == KeyedTraits.Clock.EVENT ? traits.droppingLate() : traits;
    return mode == OutputMode.UPDATE ? judged.revising() : judged;
  }

  @Override
  public void values(KeyedCall call, List<Input> inputs) throws Exception {
    List<V> values = new ArrayList<>(inputs.size());
    long newest = Long.MIN_VALUE;
    for (Input each : inputs) {
      values.add(cast(each.value()));
      newest = each.far() ? newest : Math.max(newest, each.timeMillis());
    }
    run(call, values, false, call.timeMillis(newest));
  }

  @Override
  public void timer(KeyedCall call) throws Exception {
    run(call, List.of(), true, call.timeMillis());
  }

  private void run(KeyedCall call, List<V> values, boolean timedOut, long timeMillis)
      throws Exception {
    CallGroupState<S> state =
        new CallGroupState<>(call, timeout, timedOut, GroupsWithState.<S>cast(call.state()));
    for (R each : function.apply(cast(call.key()), values, state)) {
      call.emit(each, timeMillis);
    }
    state.apply();
  }

  /** The graph is built from typed parts only, so keys, values and state have these types. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
