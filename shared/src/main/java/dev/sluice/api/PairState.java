package dev.sluice.api;

import dev.sluice.api.graph.InitialState;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.api.graph.Node;
import dev.sluice.api.state.MapWithState;
import dev.sluice.api.state.StateSpec;
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
    UpdateState<V, S> logic = new UpdateState<>(update);
    InitialState before = InitialState.of(initial, self().keys, state);
    Node node =
        keyed("updateStateByKey", Optional.ofNullable(state), logic, logic.traits(), before);
    return new PairDStream<>(self().context, node, self().keys, state);
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
   * Runs a function with state on each value, in the order of arrival within a key; see {@link
   * StateSpec}.
   */
  default <S, R> MapWithStateDStream<K, S, R> mapWithState(StateSpec<K, V, S, R> spec) {
    MapWithState<K, V, S, R> logic = new MapWithState<>(spec);
    InitialState before = InitialState.of(spec.initial(), self().keys, spec.state());
    Node node = keyed("mapWithState", Optional.of(spec.state()), logic, logic.traits(), before);
    return MapWithStateDStream.of(self().context, node, self().keys, spec);
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
