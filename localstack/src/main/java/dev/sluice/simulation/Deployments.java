package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Logs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The versions of an app that are deployed one behind the other: the app, one that has more, the
 * app again without that, and so on. An app changes once in a minute at most, so each but the first
 * waits until the one before has been in force for longer.
 */
final class Deployments {
  /** A minute, and what clocks may differ. */
  static final Duration SPACING = Duration.ofSeconds(61);

  private final Stores stores;
  private final EngineSettings settings;
  private final Trouble trouble;
  private final Supplier<Plan> changed;
  private final Supplier<Plan> changedBack;
  private Supplier<Plan> code;
  private Plan plan;
  private int changes;

  Deployments(Subject subject, Stores stores, EngineSettings settings, Trouble trouble) {
    this.stores = stores;
    this.settings = settings;
    this.trouble = trouble;
    this.changed = () -> Plan.of(new Changed(subject).app(), subject.tables());
    this.changedBack = () -> Plan.of(Changed.back(subject), subject.tables());
    this.code = () -> Plan.of(subject.app(), subject.tables());
    this.plan = code.get();
  }

  /** What is deployed. */
  Plan plan() {
    return plan;
  }

  /** The same, made anew by a new version of the same code. */
  Plan made() {
    return code.get();
  }

  /** Another version may be deployed; whether one was. */
  boolean mayChange() {
    Fault fault = isChanged() ? Fault.CHANGED_BACK : Fault.COMPATIBLE_CHANGE;
    if (!trouble.chances().has(fault) || !isTime() || !trouble.happens(fault)) {
      return false;
    }
    code = isChanged() ? changedBack : changed;
    plan = code.get();
    changes++;
    return true;
  }

  /** Whether the newest version has not taken over yet, up to where what is new in it begins. */
  boolean areUnderWay() {
    if (changes == 0) {
      return false;
    }
    return stores.log.head(Lanes.CONTROL).isEmpty()
        || !head().graph().equals(plan.digest())
        || !head().epoch().settled();
  }

  /** Whether the newest version has more than the app. */
  private boolean isChanged() {
    return changes % 2 == 1;
  }

  private boolean isTime() {
    if (changes == 0) {
      return true;
    }
    if (stores.log.head(Lanes.CONTROL).isEmpty()) {
      return false; // nobody has come to start the app yet
    }
    if (changes > 1 && trouble.chances().has(Fault.HOURS_PASS)) {
      // The lanes of a stage that is gone are kept alive by nobody: once they have expired they
      // begin with entry 0 again, which no witness believes.
      return false;
    }
    ControlEntry head = head();
    long next = head.epoch().sinceMillis() + SPACING.toMillis();
    return head.graph().equals(plan.digest()) && stores.clock.nowMillis() >= next;
  }

  /** Whether the version before has ended the input for good: the newest one is refused then. */
  boolean cameTooLate() {
    return changes > 0
        && head().phase() == ControlEntry.Phase.FINISHED
        && !head().graph().equals(plan.digest());
  }

  /** Whether there was a version with more, and behind it another one. */
  boolean changedBack() {
    return changes > 1;
  }

  /**
   * The border behind which what is new has begun, if there was ever a version that has more; the
   * end of time where it has not, or is gone again.
   */
  OptionalLong begins() {
    if (changes == 0) {
      return OptionalLong.empty();
    }
    ControlEntry head = head();
    if (!head.graph().equals(changed.get().digest())) {
      return OptionalLong.of(Long.MAX_VALUE);
    }
    long behind = head.epoch().begins(Changed.part());
    boolean whole = behind == Long.MIN_VALUE; // it is the one that has started it all
    boolean open = behind == Epoch.UNSETTLED;
    return OptionalLong.of(whole || open ? behind : settings.borderMillis(behind));
  }

  private ControlEntry head() {
    return new Logs(stores.ports(), settings).control().newest(Lanes.CONTROL).orElseThrow().entry();
  }
}
