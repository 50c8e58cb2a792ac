package dev.sluice.api.global;

import dev.sluice.api.Aggregator;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.Pair;
import dev.sluice.api.WindowTrigger;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.codec.Codec;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts all values of a key together, or the last ones, and gives results by a trigger. Where values
 * go again, they are held in panes, as those of sliding windows are:
 *
 * <pre>
 * the last 6 of every 4 values -> panes of 2:   1 2 | 3 4 | 5 6 | 7 8
 *                                               |---------|             1 to 4
 *                                                     |---------------| 3 to 8
 * </pre>
 */
public record GlobalLogic<V, P, R>(Aggregator<V, P, R> aggregator, GlobalWindows windows)
    implements KeyedLogic {

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    WindowTrigger trigger = windows.trigger();
    boolean byEvents = trigger instanceof WindowTrigger.EveryEventTime;
    KeyedTraits.Clock clock = byEvents ? KeyedTraits.Clock.EVENT : KeyedTraits.Clock.NONE;
    KeyedTraits traits =
        new KeyedTraits(clock, true, false, false, false, trigger + " " + windows.lastRecords());
    if (trigger instanceof WindowTrigger.EveryTime every) {
      traits = traits.ticking(every.arrivalTime());
    }
    return trigger.purges() || windows.lastRecords().isPresent() ? traits : traits.revising();
  }

  /** How what a key has is stored; missing where partials cannot be. */
  public Optional<Codec<Object>> state() {
    return Optional.ofNullable(aggregator.codec()).map(each -> cast(new HeldCodec<>(each)));
  }

  /** Of how many panes a result is, where values go again. */
  public long panes() {
    return windows.lastRecords().orElse(0) / paneRecords().orElse(1);
  }

  private OptionalLong paneRecords() {
    return windows.lastRecords().isPresent()
            && windows.trigger() instanceof WindowTrigger.EveryRecords every
        ? OptionalLong.of(gcd(windows.lastRecords().getAsLong(), every.records()))
        : OptionalLong.empty();
  }

  private static long gcd(long one, long other) {
    return BigInteger.valueOf(one).gcd(BigInteger.valueOf(other)).longValueExact();
  }

  @Override
  public void values(KeyedCall call, List<Input> values) {
    for (Input each : values) {
      Held<P> held = call.state() == null ? new Held<>() : cast(call.state());
      add(held, cast(each.value()));
      if (!each.far()) {
        held.newestMillis = Math.max(held.newestMillis, each.timeMillis());
      }
      call.update(held);
      if (windows.trigger() instanceof WindowTrigger.EveryRecords every) {
        if (held.fresh == every.records()) {
          fire(call, held);
        }
      } else if (windows.trigger() instanceof WindowTrigger.EveryEventTime every) {
        long since = Math.max(each.timeMillis(), call.watermarkMillis());
        long millis = every.eventTime().toMillis();
        long next = (Math.floorDiv(since, millis) + 1) * millis;
        call.setTimer(Math.min(call.timerMillis(), next));
      }
    }
  }

  private void add(Held<P> held, V value) {
    OptionalLong pane = paneRecords();
    boolean isFull = pane.isPresent() && held.fresh % pane.getAsLong() == 0;
    if (held.panes.isEmpty() || isFull) {
      if (isFull && held.panes.size() == panes()) {
        held.panes.remove(0);
      }
      held.panes.add(aggregator.zero());
    }
    int last = held.panes.size() - 1;
    held.panes.set(last, aggregator.add(held.panes.get(last), value));
    held.fresh++;
  }

  @Override
  public void timer(KeyedCall call) {
    fire(call, cast(call.state()));
  }

  @Override
  public void end(KeyedCall call) {
    boolean waits =
        windows.trigger() instanceof WindowTrigger.EveryTime
            || windows.trigger() instanceof WindowTrigger.AtEnd;
    if (!waits || call.state() == null) {
      return;
    }
    Held<P> held = cast(call.state());
    if (held.fresh > 0 && call.isTick()) {
      fire(call, held);
    } else {
      call.setWaiting(held.fresh > 0);
    }
  }

  private void fire(KeyedCall call, Held<P> held) {
    long time = call.timeMillis(held.newestMillis);
    call.result(() -> Pair.of(call.key(), aggregator.lower(sum(held))), time);
    if (windows.trigger().purges()) {
      call.remove();
    } else {
      held.fresh = 0;
      held.newestMillis = Long.MIN_VALUE;
      call.update(held);
      call.setWaiting(false);
    }
  }

  private P sum(Held<P> held) {
    P sum = aggregator.zero();
    for (P pane : held.panes) {
      P both = aggregator.combine(sum, pane);
      sum = both == pane ? aggregator.codec().copy(pane) : both; // it stays, and the sum changes
    }
    return sum;
  }

  /** The graph is built from typed parts only, so keys, values and state have these types. */
  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
