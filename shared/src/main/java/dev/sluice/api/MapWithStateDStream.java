package dev.sluice.api;

import dev.sluice.api.graph.Node;
import dev.sluice.api.state.Snapshot;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codec;

/**
 * What {@link PairDStream#mapWithState} gives: the function's results, and beside them the states.
 *
 * @param <K> the type of the keys
 * @param <S> the type of the states
 * @param <R> the type of the results
 */
public final class MapWithStateDStream<K, S, R> extends DStream<R> {
  private final Node both;
  private final Codec<K> keys;
  private final StateSpec<K, ?, S, R> spec;

  private MapWithStateDStream(
      StreamContext context, Node results, Node both, Codec<K> keys, StateSpec<K, ?, S, R> spec) {
    super(context, results);
    this.both = both;
    this.keys = keys;
    this.spec = spec;
  }

  /**
   * @param both gives results, and snapshots between them where the spec asks for these
   */
  static <K, S, R> MapWithStateDStream<K, S, R> of(
      StreamContext context, Node both, Codec<K> keys, StateSpec<K, ?, S, R> spec) {
    Node results = both;
    if (spec.snapshots()) {
      results =
          new Node.Stateless(
              "results",
              both,
              (value, element, out) -> {
                if (!(value instanceof Snapshot)) {
                  out.accept(value);
                }
              });
    }
    return new MapWithStateDStream<>(context, results, both, keys, spec);
  }

  /**
   * All keys with their states as each batch leaves them, in every batch interval from the first
   * record on. Timed-out and removed states are not among them. Costs a call and a row for every
   * key in every interval, so the {@link StateSpec} must ask for it.
   *
   * <pre>
   * counting:           interval 1: a, a          interval 2: b           interval 3: nothing
   * results:                (a,1)  (a,2)              (b,1)
   * stateSnapshots:         (a,2)                     (a,2)  (b,1)            (a,2)  (b,1)
   * </pre>
   *
   * @return pairs of key and state, with the time of the interval's border
   * @throws IllegalArgumentException if the spec was made without {@link StateSpec#withSnapshots}
   */
  public PairDStream<K, S> stateSnapshots() {
    if (!spec.snapshots()) {
      throw new IllegalArgumentException(
          "stateSnapshots() needs a StateSpec that asks for it: add withSnapshots() to the spec");
    }
    Node snapshots =
        new Node.Stateless(
            "stateSnapshots",
            both,
            (value, element, out) -> {
              if (value instanceof Snapshot snapshot) {
                out.accept(Pair.of(snapshot.key(), snapshot.state()));
              }
            });
    return new PairDStream<>(context, snapshots, keys, spec.state());
  }
}
