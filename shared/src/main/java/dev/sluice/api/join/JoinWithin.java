package dev.sluice.api.join;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The logic of {@code joinWithin} and its kin: each value waits until the watermark has passed the
 * last time that a partner could have.
 */
public final class JoinWithin implements KeyedLogic {
  private final Outer outer;
  private final Duration before;
  private final Duration after;

  /**
   * @param before how long before a left value its partners begin; negative for behind it
   * @param after how long after a left value its partners end; negative for before it
   */
  public JoinWithin(Outer outer, Duration before, Duration after) {
    this.outer = Objects.requireNonNull(outer, "outer");
    this.before = Objects.requireNonNull(before, "before");
    this.after = Objects.requireNonNull(after, "after");
  }

  /** How long before a left value its partners begin. */
  public Duration before() {
    return before;
  }

  /** How long after a left value its partners end. */
  public Duration after() {
    return after;
  }

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    String parameters = outer + " " + before + " " + after;
    return new KeyedTraits(KeyedTraits.Clock.EVENT, true, false, false, false, parameters)
        .droppingLate();
  }

  @Override
  public void values(KeyedCall call, List<Input> values) {
    JoinRows rows = call.state() == null ? JoinRows.none() : (JoinRows) call.state();
    for (Input each : values) {
      boolean matched = match(call, each, rows.of(1 - each.port()));
      rows.of(each.port()).add(new JoinRows.Row(each.timeMillis(), matched, each.value()));
    }
    keep(call, rows);
  }

  /** Gives a value with each of its partners; whether there is any. */
  private boolean match(KeyedCall call, Input value, List<JoinRows.Row> others) {
    boolean matched = false;
    for (int i = 0; i < others.size(); i++) {
      JoinRows.Row other = others.get(i);
      boolean isLeft = value.port() == 0;
      long leftTime = isLeft ? value.timeMillis() : other.timeMillis();
      long rightTime = isLeft ? other.timeMillis() : value.timeMillis();
      if (rightTime >= plus(leftTime, -before.toMillis())
          && rightTime <= plus(leftTime, after.toMillis())) {
        matched = true;
        others.set(i, new JoinRows.Row(other.timeMillis(), true, other.value()));
        Object left = isLeft ? value.value() : other.value();
        Object right = isLeft ? other.value() : value.value();
        emit(call, wrapped(0, left), wrapped(1, right), Math.max(leftTime, rightTime));
      }
    }
    return matched;
  }

  @Override
  public void timer(KeyedCall call) {
    JoinRows rows = (JoinRows) call.state();
    for (int port = 0; port <= 1; port++) {
      List<JoinRows.Row> waiting = new ArrayList<>();
      for (JoinRows.Row each : rows.of(port)) {
        if (lastPartner(port, each.timeMillis()) >= call.clockMillis()) {
          waiting.add(each);
        } else if (!each.matched() && outer.keeps(port)) {
          Object value = wrapped(port, each.value());
          long timeMillis = Math.max(each.timeMillis(), lastPartner(port, each.timeMillis()));
          Object left = port == 0 ? value : Optional.empty();
          emit(call, left, port == 0 ? Optional.empty() : value, timeMillis);
        }
      }
      rows.of(port).clear();
      rows.of(port).addAll(waiting);
    }
    keep(call, rows);
  }

  private void keep(KeyedCall call, JoinRows rows) {
    if (rows.isEmpty()) {
      call.remove();
      return;
    }
    long first = KeyedCall.NEVER;
    for (int port = 0; port <= 1; port++) {
      for (JoinRows.Row each : rows.of(port)) {
        first = Math.min(first, plus(lastPartner(port, each.timeMillis()), 1));
      }
    }
    call.update(rows);
    call.setTimer(first);
  }

  /**
   * The last time that a partner can have, which is on time as long as the watermark is not past.
   */
  private long lastPartner(int port, long timeMillis) {
    return plus(timeMillis, port == 0 ? after.toMillis() : before.toMillis());
  }

  /** A value as results hold it: optional where its side may be missing. */
  private Object wrapped(int port, Object value) {
    return outer.mayLack(port) ? Optional.ofNullable(value) : value;
  }

  private static void emit(KeyedCall call, Object left, Object right, long timeMillis) {
    call.emitAlone(Pair.of(call.key(), Pair.of(left, right)), timeMillis);
  }

  /** Times may be anything, so sums end where longs do; no timer is the one that means none. */
  private static long plus(long timeMillis, long duration) {
    long sum = timeMillis + duration;
    boolean over = ((timeMillis ^ sum) & (duration ^ sum)) < 0;
    if (over) {
      return duration < 0 ? Long.MIN_VALUE : KeyedCall.NEVER - 1;
    }
    return Math.min(sum, KeyedCall.NEVER - 1);
  }
}
