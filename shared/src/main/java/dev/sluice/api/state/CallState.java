package dev.sluice.api.state;

import dev.sluice.api.graph.KeyedCall;
import java.util.Objects;
import java.util.Optional;

/** A key's state for the time of one call of a function. */
final class CallState<S> implements State<S> {
  private final boolean timingOut;
  private S value;
  private boolean updated;
  private boolean removed;

  /**
   * @param value null where there is none
   */
  CallState(S value, boolean timingOut) {
    this.value = value;
    this.timingOut = timingOut;
  }

  @Override
  public boolean exists() {
    return value != null;
  }

  @Override
  public S get() {
    if (value == null) {
      throw new StateException(
          "SLUICE-S01", "the key has no state to get; ask exists() first, or take getOption()");
    }
    return value;
  }

  @Override
  public Optional<S> getOption() {
    return Optional.ofNullable(value);
  }

  @Override
  public void update(S newState) {
    Objects.requireNonNull(newState, "a state is not null; remove() takes it away");
    requireChangeable("updated");
    value = newState;
    updated = true;
  }

  @Override
  public void remove() {
    requireChangeable("removed");
    value = null;
    removed = true;
  }

  private void requireChangeable(String what) {
    if (removed) {
      throw new StateException(
          "SLUICE-S02", "the state was removed in this call and cannot be " + what + " any more");
    }
    if (timingOut) {
      throw new StateException(
          "SLUICE-S03", "the state is timing out and cannot be " + what + "; it goes by itself");
    }
  }

  @Override
  public boolean isTimingOut() {
    return timingOut;
  }

  void applyTo(KeyedCall call) {
    if (removed) {
      call.remove();
    } else if (updated) {
      call.update(value);
    }
  }
}
