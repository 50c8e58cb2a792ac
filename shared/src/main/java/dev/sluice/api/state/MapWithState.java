package dev.sluice.api.state;

import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The logic of {@code mapWithState}. */
public final class MapWithState<K, V, S, R> implements KeyedLogic {
  private final StateSpec<K, V, S, R> spec;

  public MapWithState(StateSpec<K, V, S, R> spec) {
    this.spec = spec;
  }

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    KeyedTraits.Clock clock =
        spec.timeout().isPresent() ? KeyedTraits.Clock.ARRIVAL : KeyedTraits.Clock.NONE;
    String parameters = "timeout " + spec.timeout();
    return new KeyedTraits(clock, true, spec.snapshots(), false, false, parameters);
  }

  @Override
  public void values(KeyedCall call, List<Input> values) throws Exception {
    for (Input each : values) {
      R result = run(call, Optional.of(cast(each.value())), false);
      if (result != null) {
        call.emit(result, each.timeMillis());
      }
    }
    if (call.state() == null) {
      call.setTimer(KeyedCall.NEVER);
    } else {
      spec.timeout().ifPresent(idle -> call.setTimer(call.borderMillis() + idle.toMillis()));
    }
  }

  @Override
  public void timer(KeyedCall call) throws Exception {
    R result = run(call, Optional.empty(), true);
    call.remove();
    if (result != null) {
      call.emit(result, call.timeMillis());
    }
  }

  @Override
  public void end(KeyedCall call) throws Exception {
    if (spec.snapshots() && call.state() != null) {
      call.emit(new Snapshot(call.key(), call.state()), call.borderMillis() - 1);
    }
  }

  private R run(KeyedCall call, Optional<V> value, boolean timingOut) throws Exception {
    CallState<S> state = new CallState<>(cast(call.state()), timingOut);
    Instant border = Instant.ofEpochMilli(call.borderMillis());
    R result = spec.function().apply(border, cast(call.key()), value, state);
    state.applyTo(call);
    return result;
  }

  /** The graph is built from typed parts only, so keys, values and state have these types. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
