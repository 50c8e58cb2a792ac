package dev.sluice.api.state;

import dev.sluice.api.StaticTable;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes a {@code mapWithState}: its function, how state is stored, and when idle keys time out.
 *
 * <pre>
 * StateSpec.&lt;String, String, Long, String>function(
 *         (user, page, state) -> {
 *           if (state.isTimingOut()) {
 *             return user + " saw " + state.get();
 *           }
 *           state.update(state.getOption().orElse(0L) + 1);
 *           return null; // no result
 *         },
 *         Codecs.int64())
 *     .timeout(Duration.ofSeconds(3))
 *
 * batches of 1 s, pages of ann:    | /a  /b |   |   |   |
 * results:                                          ann saw 2
 * </pre>
 *
 * <p>The types of key, value, state and result are named where another method follows: Java does
 * not find them there.
 *
 * @param function what is done with each value
 * @param state how the state of a key is stored
 * @param timeout how long a key may be idle, in arrival time, 1 ms to 100 years; none for ever
 * @param initial the states that keys have before the app's first batch
 * @param snapshots whether all states can be had behind each batch
 */
public record StateSpec<K, V, S, R>(
    BatchStateFunction<K, V, S, R> function,
    Codec<S> state,
    Optional<Duration> timeout,
    Map<K, S> initial,
    boolean snapshots) {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  public StateSpec {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(state, "state");
    timeout.ifPresent(
        idle -> {
          if (idle.compareTo(SHORTEST) < 0 || idle.compareTo(Windows.LONGEST) > 0) {
            throw new IllegalArgumentException(
                "a timeout is from 1 ms to 36,525 days, not "
                    + idle
                    + "; leave it out for keys that are never idle for too long");
          }
        });
    initial = Map.copyOf(initial);
  }

  /** A function with state that never times out, with no state in the beginning. */
  public static <K, V, S, R> StateSpec<K, V, S, R> function(
      StateFunction<K, V, S, R> function, Codec<S> state) {
    Objects.requireNonNull(function, "function");
    return function((border, key, value, each) -> function.apply(key, value, each), state);
  }

  /** The same, with a function that is told the border of the batch. */
  public static <K, V, S, R> StateSpec<K, V, S, R> function(
      BatchStateFunction<K, V, S, R> function, Codec<S> state) {
    return new StateSpec<>(function, state, Optional.empty(), Map.of(), false);
  }

  /**
   * The same, with a timeout. A key that had no value for so long is handed to the function once
   * more, without a value and with {@link State#isTimingOut}; then its state is gone. That happens
   * at the first border of a batch interval that is at least {@code idle} behind the border of the
   * interval with the key's last value.
   *
   * <pre>
   * batch interval 1 s, timeout 2 s:
   * a value at 10.3 s, in the interval that ends at 11 s: times out at 13 s
   * </pre>
   */
  public StateSpec<K, V, S, R> timeout(Duration idle) {
    return new StateSpec<>(function, state, Optional.of(idle), initial, snapshots);
  }

  /**
   * The same, with states that keys have before the app's first batch, the one with its first
   * record. With a timeout, these keys count as idle from the border of that batch on. The initial
   * state is part of the app's identity, like a static table.
   *
   * <pre>
   * initial a -> 5, timeout 2 s, batch interval 1 s, first record at 10.3 s, of b:
   * border 11 s: b is called           border 13 s: a and b time out, a with 5
   * </pre>
   */
  public StateSpec<K, V, S, R> initialState(Map<K, S> states) {
    return new StateSpec<>(function, state, timeout, states, snapshots);
  }

  /**
   * The same, with the rows of a table as initial states.
   *
   * @throws IllegalArgumentException if the table has several rows for a key
   */
  public StateSpec<K, V, S, R> initialState(StaticTable<K, S> states) {
    return initialState(states.uniqueRows());
  }

  /** The same, with {@code stateSnapshots()}: every key is visited in every batch interval. */
  public StateSpec<K, V, S, R> withSnapshots() {
    return new StateSpec<>(function, state, timeout, initial, true);
  }
}
