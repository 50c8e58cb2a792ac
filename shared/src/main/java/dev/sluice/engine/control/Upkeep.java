package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.ports.Clock;
import java.util.Map;

/**
 * Keeps heads from expiring. They are renewed at a quarter of their lifetime, and the pointers of
 * the control lane move to the new entries in the same round, or the next one: so an app whose
 * coordinator comes to an end once in half of a lifetime is safe.
 */
final class Upkeep {
  private static final int RENEWALS_PER_LIFETIME = 4;

  private final long lifetimeMillis;
  private final Clock clock;

  Upkeep(EngineSettings settings, Clock clock) {
    this.lifetimeMillis = settings.entryLifetime().toMillis();
    this.clock = clock;
  }

  /** Whether an entry must be followed by a fresh one. */
  boolean isOld(long writtenMillis) {
    return clock.nowMillis() - writtenMillis > lifetimeMillis / RENEWALS_PER_LIFETIME;
  }

  /**
   * Renews the heads of registered lanes, sealed ones too.
   *
   * @return whether pointers have to move
   */
  boolean renew(ControlEntry at, Map<String, LaneView> views) {
    boolean renewed = false;
    for (String lane : at.lanes().keySet()) {
      LaneView view = views.get(lane);
      ShardEntry head = view.head();
      if (isOld(head.writtenMillis())) {
        view.append(head.fresh(clock.nowMillis()));
        renewed = true;
      }
    }
    return renewed;
  }

  /**
   * Whether a pointer of the control lane stands on an old entry though it may move: its lane was
   * renewed by somebody who died before he moved it, or when the app was changed.
   */
  boolean lags(ControlEntry at, Map<String, LaneView> views) {
    return at.lanes().entrySet().stream()
        .anyMatch(
            each -> {
              LaneView view = views.get(each.getKey());
              long pointer = each.getValue().readFrom();
              return pointer < view.from() && isOld(view.writtenMillis(pointer));
            });
  }

  /**
   * Checks that the app has not stood still for longer than its entries live.
   *
   * @param begunAgainMillis when its entries were put anew, if they were
   * @throws ProtocolException if it has: what its lanes held may be gone
   */
  void requireAlive(ControlEntry head, long begunAgainMillis) {
    long age = clock.nowMillis() - Math.max(head.writtenMillis(), begunAgainMillis);
    if (age >= lifetimeMillis && head.phase() != ControlEntry.Phase.FINISHED) {
      throw new ProtocolException(
          "SLUICE-E16",
          "no coordinator has run for "
              + age
              + " ms and entries live for "
              + lifetimeMillis
              + " ms: what the lanes held may be gone; begin with an empty state and replay");
    }
  }
}
