package dev.sluice.api.state;

import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes a {@code mapWithState}: its function, how state is stored, and when idle keys time out.
 *
 * @param function what is done with each value
 * @param state how the state of a key is stored
 * @param timeout how long a key may be idle, in arrival time; none for ever
 */
public record StateSpec<K, V, S, R>(
    StateFunction<K, V, S, R> function, Codec<S> state, Optional<Duration> timeout) {

  public StateSpec {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(state, "state");
    timeout.ifPresent(
        idle -> {
          if (idle.toMillis() < 1) {
            throw new IllegalArgumentException("a timeout has at least 1 ms, not " + idle);
          }
        });
  }

  /** A function with state that never times out. */
  public static <K, V, S, R> StateSpec<K, V, S, R> function(
      StateFunction<K, V, S, R> function, Codec<S> state) {
    return new StateSpec<>(function, state, Optional.empty());
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
    return new StateSpec<>(function, state, Optional.of(idle));
  }
}
