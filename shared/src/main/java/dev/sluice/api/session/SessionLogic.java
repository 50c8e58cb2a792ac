package dev.sluice.api.session;

import dev.sluice.api.Aggregator;
import dev.sluice.api.Pair;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.Window;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The logic of an aggregation by session. A session with an end up to the watermark before a step
 * is closed and published; it is kept for the lateness.
 */
public final class SessionLogic<V, P, R> implements KeyedLogic {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** As windows: 100 years. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final Aggregator<V, P, R> aggregator;
  private final SessionWindows<? super V> windows;
  private final long latenessMillis;

  public SessionLogic(Aggregator<V, P, R> aggregator, SessionWindows<? super V> windows) {
    this.aggregator = aggregator;
    this.windows = windows;
    this.latenessMillis = windows.lateness().toMillis();
  }

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    String gap = windows.fixedGap().map(Duration::toString).orElse("by value");
    String parameters = "gap " + gap + " lateness " + windows.lateness();
    KeyedTraits traits =
        new KeyedTraits(KeyedTraits.Clock.TIME, true, false, false, true, parameters);
    return latenessMillis > 0 ? traits.revising() : traits;
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
        session.revised = session.endMillis <= call.watermarkMillis();
        call.setTimer(Math.min(call.timerMillis(), due(session, call.watermarkMillis())));
        call.update(sessions);
      }
    }
  }

  private long gapMillis(V value) throws Exception {
    Duration gap = windows.gap().apply(value);
    if (gap.compareTo(SHORTEST) < 0 || gap.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "SLUICE-S07 the gap of a session is from 1 ms to 36,525 days, not " + gap);
    }
    return gap.toMillis();
  }

  /** Whether nothing that ends there can change any more. */
  private boolean isOver(long endMillis, long watermarkMillis) {
    return watermarkMillis != Long.MIN_VALUE && endMillis <= watermarkMillis - latenessMillis;
  }

  /** When a session is published, or dropped where it has been. */
  private long due(Session<P> session, long watermarkMillis) {
    boolean closed = session.endMillis <= watermarkMillis;
    return closed ? session.endMillis + latenessMillis : session.endMillis;
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
    long next = KeyedCall.NEVER;
    for (Session<P> each : sessions.all()) {
      if (each.revised) {
        each.revised = false;
        emit(call, each, OptionalLong.of(call.borderMillis()));
      }
    }
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
    Window window = new Window(session.startMillis, session.endMillis);
    call.result(() -> Pair.of(call.key(), aggregator.lower(session.partial)), window, revision);
  }

  /** The graph is built from typed parts only, so keys, values and state have these types. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
