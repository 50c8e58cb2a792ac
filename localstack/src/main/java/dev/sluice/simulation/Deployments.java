package dev.sluice.simulation;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Logs;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.time.Instant;
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
  private final Subject subject;
  private final Supplier<Plan> changed;
  private final Supplier<Plan> changedBack;
  private final Supplier<Plan> first;
  private Supplier<Plan> code;
  private Plan plan;
  private int changes;

  /** Whether code of before a change was deployed behind a loss. */
  private boolean hasGoneBack;

  /** Whether that is deployed which does not know what it is to go on without. */
  private boolean knowsNothing;

  Deployments(Subject subject, Stores stores, EngineSettings settings, Trouble trouble) {
    this.subject = subject;
    this.stores = stores;
    this.settings = settings;
    this.trouble = trouble;
    this.changed = () -> Plan.of(new Changed(subject).app(), subject.tables());
    this.changedBack = () -> Plan.of(Changed.back(subject), subject.tables());
    this.first = () -> Plan.of(subject.app(), subject.tables());
    deploy(first);
  }

  /** What is deployed. */
  Plan plan() {
    return plan;
  }

  /** The same, made anew by a new version of the same code. */
  Plan made() {
    return code.get();
  }

  /**
   * Another app, which reads the same streams, and has nothing else of the one that runs. It is
   * refused also by one that only prints, as what is printed may go: it declares event time.
   */
  Plan other() {
    StreamApp app =
        context -> {
          for (String stream : subject.streams()) {
            context
                .kinesis(stream, Decoder.utf8())
                .withEventTime(line -> Instant.EPOCH, Duration.ofNanos(5_077_000_000L))
                .saveAsTextFiles("other-code-" + stream);
          }
        };
    return Plan.of(app, subject.tables());
  }

  /** Another version may be deployed; whether one was. */
  boolean mayChange() {
    Fault fault = isChanged() ? Fault.CHANGED_BACK : Fault.COMPATIBLE_CHANGE;
    if (!trouble.chances().has(fault) || !isTime() || !trouble.happens(fault)) {
      return false;
    }
    deploy(isChanged() ? changedBack : changed);
    changes++;
    return true;
  }

  private void deploy(Supplier<Plan> version) {
    code = version;
    plan = code.get();
    knowsNothing = false;
  }

  /**
   * The table is another one: its owner may go back to the code of before the last change, as that
   * may be what has harmed the table.
   */
  void mayGoBack() {
    if (isChanged() && trouble.chances().has(Fault.OLD_CODE) && trouble.happens(Fault.OLD_CODE)) {
      deploy(first);
      changes++;
      hasGoneBack = true;
      knowsNothing = true;
    }
  }

  /**
   * Old code is refused where the checkpoint is of the new one. Its owner gives up what is new
   * then, as the error says how, or deploys that once more.
   *
   * @param replace lets new processes have what is deployed
   * @return whether it was refused for that
   */
  boolean goOn(RuntimeException e, Runnable replace) {
    if (!knowsNothing || !e.getMessage().startsWith("SLUICE-E11")) {
      return false;
    }
    boolean again = trouble.dice().below(2) == 1;
    deploy(again ? changed : changedBack);
    changes += again ? 1 : 0;
    trouble.tell("old code is refused; the " + (again ? "new" : "old") + " one is deployed");
    replace.run();
    return true;
  }

  /**
   * Whether the end of a run is what an owner who has gone back to old code must expect: results
   * that depend on when what is new began were published, and are others where it begins later.
   */
  boolean mayEnd(Throwable e) {
    String why = e.getCause() == null ? "" : e.getCause().getMessage() + "";
    return hasGoneBack
        && why.startsWith("SLUICE-E05")
        && Changed.namesNumbers(why)
        && Beginnings.areLater(stores, settings, changed.get().digest());
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
        && stores.log.head(Lanes.CONTROL).isPresent()
        && head().phase() == ControlEntry.Phase.FINISHED
        && !head().graph().equals(plan.digest());
  }

  /** Whether there was a version with more, and behind it another one. */
  boolean changedBack() {
    return changes > 1;
  }

  /** Whether a stream has a mapping: one that a changed app adds may be without until then. */
  boolean isMapped(String stream) {
    return plan.streams().contains(stream) || subject instanceof WithStream with && with.isMapped();
  }

  /**
   * Whether all records of a stream are to be taken: what is deployed reads it, and the input did
   * not begin to end before the shards of a stream that is new have joined.
   */
  boolean waitsFor(String stream) {
    boolean read = plan.streams().contains(stream);
    if (!read || !stream.equals(WithStream.STREAM) || stores.log.head(Lanes.CONTROL).isEmpty()) {
      return read;
    }
    return !head().closing() || stores.read().contains(stores.streams.get(stream));
  }

  /** Whether what is deployed has taken over, and no shard has joined of a stream that it reads. */
  boolean lacksLanes() {
    return plan.streams().contains(WithStream.STREAM)
        && !areUnderWay()
        && stores.read().size() < stores.streams.size();
  }

  /** Whether a call is refused as what is deployed does not read its stream yet. */
  boolean lacksStream(RuntimeException e) {
    return e.getMessage().startsWith("SLUICE-E14") && !plan.streams().contains(WithStream.STREAM);
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
    if (!head.graph().equals(changedGraph())) {
      return OptionalLong.of(Long.MAX_VALUE);
    }
    long behind = head.epoch().begins(Changed.part());
    boolean whole = behind == Long.MIN_VALUE; // it is the one that has started it all
    boolean open = behind == Epoch.UNSETTLED;
    return OptionalLong.of(whole || open ? behind : settings.borderMillis(behind));
  }

  /** The digest of the version that has more. */
  String changedGraph() {
    return changed.get().digest();
  }

  /** The newest entry of the control lane, of an app that has begun. */
  ControlEntry head() {
    return new Logs(stores.ports(), settings).control().newest(Lanes.CONTROL).orElseThrow().entry();
  }
}
