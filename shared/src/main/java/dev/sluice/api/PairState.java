package dev.sluice.api;

import dev.sluice.api.graph.InitialState;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.api.graph.Node;
import dev.sluice.api.state.DropDuplicates.Memory;
import dev.sluice.api.state.GroupFunction;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.api.state.GroupsWithState;
import dev.sluice.api.state.MapWithState;
import dev.sluice.api.state.StateSpec;
import dev.sluice.api.state.UpdateFunction;
import dev.sluice.api.state.UpdateState;
import dev.sluice.codec.Codec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Operators that keep a state for each key. */
interface PairState<K, V> {

  /** The pairs that the operators take. */
  PairDStream<K, V> self();

  /**
   * Keeps a state for each key and updates it in every batch interval, whether the key has values
   * or not. Gives each key's new state in every interval; a key whose state becomes empty is gone.
   *
   * <pre>
   * count so far:      interval 1: a, a     interval 2: b           interval 3: nothing
   * result:                (a,2)                (a,2)  (b,1)            (a,2)  (b,1)
   * </pre>
   *
   * @param update from an interval's values, in order, and the state before, the state behind
   * @param state how states are stored
   */
  default <S> PairDStream<K, S> updateStateByKey(
      Fn2<List<V>, Optional<S>, Optional<S>> update, Codec<S> state) {
    return updateStateByKey(update, state, Map.of());
  }

  /**
   * The same, with states that keys have before the app's first batch. These keys are called in
   * every interval from the first one on, which is the interval of the first record.
   *
   * <pre>
   * initial state:     a -> 5
   * count so far:      interval 1: b        interval 2: a
   * result:                (a,5)  (b,1)         (a,6)  (b,1)
   * </pre>
   *
   * @param initial the states before; part of the app's identity, like a static table
   */
  default <S> PairDStream<K, S> updateStateByKey(
      Fn2<List<V>, Optional<S>, Optional<S>> update, Codec<S> state, Map<K, S> initial) {
    Objects.requireNonNull(update, "update");
    return updateStateByKey(
        (border, key, values, before) -> update.apply(values, before), state, initial);
  }

  /**
   * The same, with the rows of a table as states before the app's first batch.
   *
   * @param initial one row for each key
   * @throws IllegalArgumentException if the table has several rows for a key
   */
  default <S> PairDStream<K, S> updateStateByKey(
      Fn2<List<V>, Optional<S>, Optional<S>> update, Codec<S> state, StaticTable<K, S> initial) {
    return updateStateByKey(update, state, initial.uniqueRows());
  }

  /**
   * Keeps a state for each key, as {@link #updateStateByKey(Fn2, Codec)}, with a function that is
   * told the key and the batch.
   *
   * <pre>
   * when a key was seen last:  (border, key, values, before) ->
   *     values.isEmpty() ? before : Optional.of(border.toEpochMilli())
   * </pre>
   *
   * @param update from the border of a batch, a key, its values in order and its state before, the
   *     state behind
   * @param state how states are stored
   */
  default <S> PairDStream<K, S> updateStateByKey(UpdateFunction<K, V, S> update, Codec<S> state) {
    return updateStateByKey(update, state, Map.of());
  }

  /**
   * The same, with states that keys have before the app's first batch.
   *
   * @param initial the states before; part of the app's identity, like a static table
   */
  default <S> PairDStream<K, S> updateStateByKey(
      UpdateFunction<K, V, S> update, Codec<S> state, Map<K, S> initial) {
    Objects.requireNonNull(update, "update");
    Objects.requireNonNull(state, "state");
    UpdateState<K, V, S> logic = new UpdateState<>(update);
    InitialState before = InitialState.of(initial, self().keys, state);
    Node node = keyed("updateStateByKey", Optional.of(state), logic, logic.traits(), before);
    return new PairDStream<>(self().context, node, self().keys, state);
  }

  /**
   * Runs a function with state on each value, in the order of arrival within a key; see {@link
   * StateSpec}.
   *
   * <pre>
   * sums, timeout 2 s, batches of 1 s:    | (a,1) (b,5) (a,2) |      | (b,1) |
   * results:                              | (a,1) (b,5) (a,3) |      | (b,6) |
   * isTimingOut:                                                     | a: 3  |      | b: 6 |
   * </pre>
   *
   * @return what the function returns, nothing for null; and the states, if the spec asks for them
   */
  default <S, R> MapWithStateDStream<K, S, R> mapWithState(StateSpec<K, V, S, R> spec) {
    MapWithState<K, V, S, R> logic = new MapWithState<>(spec);
    InitialState before = InitialState.of(spec.initial(), self().keys, spec.state());
    Node node = keyed("mapWithState", Optional.of(spec.state()), logic, logic.traits(), before);
    return MapWithStateDStream.of(self().context, node, self().keys, spec);
  }

  /**
   * Lets the first pair of each key through; keys are kept for ever. See {@link
   * DStream#dropDuplicates}.
   *
   * <pre>
   * this:                    | (a,1) (b,1) (a,2) |   | (a,3) (c,1) |
   * dropDuplicatesByKey():   | (a,1) (b,1)       |   |       (c,1) |
   * </pre>
   */
  default PairDStream<K, V> dropDuplicatesByKey() {
    return deduplicated("dropDuplicatesByKey", Memory.FOREVER);
  }

  /**
   * Lets the first pair of each key through and drops those that come until the watermark has
   * passed its event time plus the declared out-of-orderness. See {@link
   * DStream#dropDuplicatesWithinWatermark}.
   *
   * <pre>
   * out-of-orderness 5 s, key@time:   | a@10 |    | a@13 |    | a@21 |     | a@22 |
   * watermark behind it:                5           8           16           17
   * result:                           | a@10 |    |      |    |      |     | a@22 |
   * </pre>
   */
  default PairDStream<K, V> dropDuplicatesByKeyWithinWatermark() {
    return deduplicated("dropDuplicatesByKeyWithinWatermark", Memory.WITHIN_WATERMARK);
  }

  private PairDStream<K, V> deduplicated(String kind, Memory memory) {
    PairDStream<K, V> from = self();
    Node node =
        Deduplication.node(kind, memory, from.name, from.node, from.keys, from.values, true);
    return new PairDStream<>(from.context, node, from.keys, from.values);
  }

  /**
   * Calls a function with state for each key that has values in a batch, with all of them, and then
   * for each group whose timeout is over, without values; see {@link GroupState}. A group is called
   * at most once for each of the two in a batch. A result has the time of the newest value that the
   * call took, or the watermark where that is ahead.
   *
   * <pre>
   * counting sessions that time out when the watermark passes last + 10 s:
   * watermark of the batch:    none             5 s              21 s
   * values of key a:           at 3 s, 9 s      at 10 s          -
   * calls:                     (a, [3, 9])      (a, [10])        (a, [], hasTimedOut)
   * </pre>
   *
   * @param mode APPEND if results are final, UPDATE if one replaces the key's earlier ones: the
   *     latter cannot flow into an aggregation or other operators by key
   * @param timeout what timeouts are compared with
   * @param state how states are stored
   * @param function gives none, one or several results
   * @throws IllegalArgumentException for COMPLETE
   */
  default <S, R> DStream<R> flatMapGroupsWithState(
      OutputMode mode,
      GroupStateTimeout timeout,
      Codec<S> state,
      GroupFunction<K, V, S, ? extends Iterable<? extends R>> function) {
    return flatMapGroupsWithState(mode, timeout, state, Map.of(), function);
  }

  /**
   * The same, with states that groups have before the app's first batch. Each of these groups is
   * called in the first batch, which is that of the first record, with or without values.
   *
   * @param initial the states before; part of the app's identity, like a static table
   */
  default <S, R> DStream<R> flatMapGroupsWithState(
      OutputMode mode,
      GroupStateTimeout timeout,
      Codec<S> state,
      Map<K, S> initial,
      GroupFunction<K, V, S, ? extends Iterable<? extends R>> function) {
    GroupsWithState<K, V, S, R> logic = new GroupsWithState<>(function, mode, timeout);
    return groups("flatMapGroupsWithState", state, initial, logic);
  }

  /**
   * Calls a function with state for each key with values in a batch, and for each group whose
   * timeout is over, and gives its result, none for null. Each result replaces the key's earlier
   * ones (UPDATE); see {@link #flatMapGroupsWithState}.
   *
   * <pre>
   * sums so far, batches:    | (a,1) (b,5) (a,2) |    | (a,4) |
   * results:                 | (a,3) (b,5)       |    | (a,7) |
   * </pre>
   *
   * @param timeout what timeouts are compared with
   * @param state how states are stored
   * @param function gives one result
   */
  default <S, R> DStream<R> mapGroupsWithState(
      GroupStateTimeout timeout, Codec<S> state, GroupFunction<K, V, S, R> function) {
    return mapGroupsWithState(timeout, state, Map.of(), function);
  }

  /**
   * The same, with states that groups have before the app's first batch, in which they are called.
   *
   * @param initial the states before; part of the app's identity, like a static table
   */
  default <S, R> DStream<R> mapGroupsWithState(
      GroupStateTimeout timeout,
      Codec<S> state,
      Map<K, S> initial,
      GroupFunction<K, V, S, R> function) {
    Objects.requireNonNull(function, "function");
    GroupFunction<K, V, S, List<R>> noneForNull =
        (key, values, group) -> {
          R result = function.apply(key, values, group);
          return result == null ? List.of() : List.of(result);
        };
    GroupsWithState<K, V, S, R> logic =
        new GroupsWithState<>(noneForNull, OutputMode.UPDATE, timeout);
    return groups("mapGroupsWithState", state, initial, logic);
  }

  private <S, R> DStream<R> groups(
      String kind, Codec<S> state, Map<K, S> initial, GroupsWithState<K, V, S, R> logic) {
    Objects.requireNonNull(state, "state");
    InitialState before = InitialState.of(initial, self().keys, state);
    Node node = keyed(kind, Optional.of(state), logic, logic.traits(), before);
    return new DStream<>(self().context, node);
  }

  private <S> Node keyed(
      String kind,
      Optional<Codec<S>> state,
      KeyedLogic logic,
      KeyedTraits traits,
      InitialState initial) {
    Node.Port port =
        new Node.Port(
            self().collected().node, 0, DStream.cast(self().keys), DStream.cast(self().values));
    return new Node.Keyed(
        self().name, kind, List.of(port), DStream.cast(state), logic, traits, initial);
  }
}
