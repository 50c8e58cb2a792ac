package dev.sluice.api.session;

import dev.sluice.api.Aggregator;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.Window;
import dev.sluice.api.Windows;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts the values of a key into sessions and publishes each once it is over, again when a late
 * value changes it, and before if that is asked for; or all of them in each step.
 *
 * @param mode COMPLETE for all; UPDATE is refused when the graph is planned
 * @param early how often sessions give results before they are over, if they do
 */
public record SessionLogic<V, P, R>(
    Aggregator<V, P, R> aggregator,
    SessionWindows<? super V> windows,
    OutputMode mode,
    Optional<EarlyResults> early)
    implements KeyedLogic {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    String gap = windows.fixedGap().map(Duration::toString).orElse("by value");
    String said = mode == OutputMode.APPEND ? "" : " " + mode;
    String parameters =
        "gap "
            + gap
            + " lateness "
            + windows.lateness()
            + said
            + early.map(e -> " " + e).orElse("");
    KeyedTraits traits =
        new KeyedTraits(KeyedTraits.Clock.TIME, true, false, false, true, parameters);
    if (isComplete()) {
      return traits.givingAll();
    }
    KeyedTraits ticking = tick().map(traits::ticking).orElse(traits);
    return hasLateness() || early.isPresent() ? ticking.revising() : ticking;
  }

  private Optional<Duration> tick() {
    return early.flatMap(
        each ->
            each instanceof EarlyResults.EveryTime time
                ? Optional.of(time.arrivalTime())
                : Optional.empty());
  }

  /** Whether a late value may still count. */
  public boolean hasLateness() {
    return !windows.lateness().isZero();
  }

  private boolean isComplete() {
    return mode == OutputMode.COMPLETE;
  }

  /** How the sessions of a key are stored; missing where partials cannot be. */
  public Optional<Codec<Object>> state() {
    return Optional.ofNullable(aggregator.codec()).map(each -> cast(new SessionsCodec<>(each)));
  }

  @Override
  public void values(KeyedCall call, List<Input> values) throws Exception {
    Sessions<P> sessions = call.state() == null ? new Sessions<>() : cast(call.state());
    for (Input each : values) {
      V value = cast(each.value());
      long end = each.timeMillis() + gapMillis(value);
      if (isOver(end, call.watermarkMillis())) {
        call.late(new Window(each.timeMillis(), end), each.timeMillis(), value);
      } else {
        Session<P> session = sessions.add(value, each.timeMillis(), end, aggregator);
        session.fresh = early.isPresent() ? session.fresh : 0;
        call.update(sessions);
        if (!isComplete()) {
          session.revised = session.endMillis <= call.watermarkMillis();
          call.setTimer(Math.min(call.timerMillis(), due(session, call.watermarkMillis())));
        }
      }
    }
  }

  private long gapMillis(V value) throws Exception {
    Duration gap = windows.gap().apply(value);
    if (gap.compareTo(SHORTEST) < 0 || gap.compareTo(Windows.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "SLUICE-S07 the gap of a session is from 1 ms to 36,525 days, not " + gap);
    }
    return gap.toMillis();
  }

  /** Whether nothing that ends there can change any more. */
  private boolean isOver(long endMillis, long watermarkMillis) {
    return !isComplete()
        && watermarkMillis != Long.MIN_VALUE
        && endMillis <= watermarkMillis - windows.lateness().toMillis();
  }

  /** When a session is published, or dropped where it has been. */
  private long due(Session<P> session, long watermarkMillis) {
    boolean closed = session.endMillis <= watermarkMillis;
    return closed ? session.endMillis + windows.lateness().toMillis() : session.endMillis;
  }

  @Override
  public void timer(KeyedCall call) {
    Sessions<P> sessions = cast(call.state());
    for (Session<P> each : sessions.all()) {
      if (each.endMillis > call.watermarkMillis() && each.endMillis <= call.clockMillis()) {
        emit(call, each, OptionalLong.empty());
      }
    }
  }

  @Override
  public void end(KeyedCall call) {
    if (call.state() == null) {
      return;
    }
    Sessions<P> sessions = cast(call.state());
    if (isComplete()) {
      if (call.givesAll()) {
        sessions.all().forEach(each -> emit(call, each, OptionalLong.empty()));
      }
      return;
    }
    for (Session<P> each : sessions.all()) {
      if (each.revised) {
        each.revised = false;
        emit(call, each, OptionalLong.of(call.borderMillis()));
      }
    }
    early.ifPresent(often -> early(call, sessions, often));
    keep(call, sessions);
  }

  /** Gives sessions that go on behind this step, and waits where something has changed. */
  private void early(KeyedCall call, Sessions<P> sessions, EarlyResults often) {
    boolean waits = false;
    for (Session<P> each : sessions.all()) {
      boolean open = each.endMillis > call.clockMillis();
      if (often instanceof EarlyResults.EveryRecords every) {
        if (open && each.fresh >= every.records()) {
          emitEarly(call, each);
        }
        each.fresh %= every.records();
      } else if (open && each.fresh > 0 && call.isTick()) {
        emitEarly(call, each);
        each.fresh = 0;
      } else {
        waits |= open && each.fresh > 0;
      }
    }
    call.setWaiting(waits);
  }

  private void keep(KeyedCall call, Sessions<P> sessions) {
    long next = KeyedCall.NEVER;
    sessions.all().removeIf(each -> isOver(each.endMillis, call.clockMillis()));
    for (Session<P> each : sessions.all()) {
      next = Math.min(next, due(each, call.clockMillis()));
    }
    if (sessions.all().isEmpty()) {
      call.remove();
    } else {
      call.update(sessions);
      call.setTimer(next);
    }
  }

  private void emit(KeyedCall call, Session<P> session, OptionalLong revision) {
    call.result(() -> result(call, session), session.window(), revision);
  }

  private void emitEarly(KeyedCall call, Session<P> session) {
    call.early(() -> result(call, session), session.window());
  }

  private Pair<Object, R> result(KeyedCall call, Session<P> session) {
    return Pair.of(call.key(), aggregator.lower(session.partial));
  }

  /** The graph is built from typed parts only, so keys, values and state have these types. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
