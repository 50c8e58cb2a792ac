package dev.sluice.api.state;

import dev.sluice.api.graph.KeyedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A group's state for the time of one call of a function. */
final class CallGroupState<S> implements GroupState<S> {
  private final KeyedCall call;
  private final GroupStateTimeout timeout;
  private final boolean timedOut;
  private final long watermarkMillis;
  private S value;
  private boolean changed;

  /** When the engine's timer comes. */
  private long timerMillis = KeyedCall.NEVER;

  CallGroupState(KeyedCall call, GroupStateTimeout timeout, boolean timedOut, S value) {
    this.call = call;
    this.timeout = timeout;
    this.timedOut = timedOut;
    this.value = value;
    this.watermarkMillis = timedOut ? call.newWatermarkMillis() : call.watermarkMillis();
  }

  @Override
  public boolean exists() {
    return value != null;
  }

  @Override
  public S get() {
    if (value == null) {
      throw new StateException(
          "SLUICE-S01", "the group has no state to get; ask exists() first, or take getOption()");
    }
    return value;
  }

  @Override
  public Optional<S> getOption() {
    return Optional.ofNullable(value);
  }

  @Override
  public void update(S newState) {
    value = Objects.requireNonNull(newState, "a state is not null; remove() takes it away");
    changed = true;
  }

  @Override
  public void remove() {
    value = null;
    changed = true;
  }

  @Override
  public boolean hasTimedOut() {
    return timedOut;
  }

  @Override
  public void setTimeoutDuration(Duration duration) {
    requireKind("setTimeoutDuration", GroupStateTimeout.PROCESSING_TIME_TIMEOUT);
    if (duration.compareTo(Duration.ofMillis(1)) < 0) {
      throw new StateException("SLUICE-S05", "a timeout has at least 1 ms, not " + duration);
    }
    timerMillis = Math.addExact(call.borderMillis(), duration.toMillis());
  }

  @Override
  public void setTimeoutTimestamp(Instant timestamp) {
    setTimeoutTimestamp(timestamp.toEpochMilli());
  }

  @Override
  public void setTimeoutTimestamp(long timestampMillis) {
    requireKind("setTimeoutTimestamp", GroupStateTimeout.EVENT_TIME_TIMEOUT);
    if (timestampMillis < watermarkMillis) {
      throw new StateException(
          "SLUICE-S05",
          "the timeout "
              + Instant.ofEpochMilli(timestampMillis)
              + " is before the current watermark "
              + Instant.ofEpochMilli(watermarkMillis)
              + ", which has passed it already; take a later one");
    }
    timerMillis = Math.addExact(timestampMillis, 1); // a value at that time is not late yet
  }

  private void requireKind(String method, GroupStateTimeout needed) {
    if (timeout != needed) {
      throw new StateException(
          "SLUICE-S04",
          method + " needs " + needed + ", but the operator was made with " + timeout);
    }
  }

  @Override
  public long getCurrentWatermarkMs() {
    if (!call.hasEventTime()) {
      throw new StateException(
          "SLUICE-S06", "there is no watermark: the stream declares no event time");
    }
    return watermarkMillis;
  }

  @Override
  public long getCurrentProcessingTimeMs() {
    return call.borderMillis();
  }

  void apply() {
    if (changed && value == null) {
      call.remove();
    } else if (changed) {
      call.update(value);
    }
    call.setTimer(timerMillis);
  }
}
