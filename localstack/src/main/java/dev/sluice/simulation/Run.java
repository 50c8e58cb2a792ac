package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run of an app, from its first record to its last result. */
final class Run {
  /** In one of so many rounds of deliveries a coordinator runs. */
  private static final int OFTEN = 4;

  private static final int SELDOM = 64;

  private static final int QUIET_MILLIS = 40_000;
  private static final int MOST_IN_QUIET = 5;
  private static final int MOST_TRIES = 26_000;

  /** A call may have one record, and each may fail again and again. */
  private static final int MOST_TRIES_OF_AN_EVENT = 200;

  /** Time goes faster behind each so many tries: batches may wait for seconds, again and again. */
  private static final int TRIES_OF_A_MILLISECOND = 500;

  /** After so many rounds somebody sees that nothing goes on. */
  private static final int PATIENCE = 500;

  /** The last record comes so long behind the beginning of its interval. */
  private static final int END_OFFSET_MILLIS = 100;

  /** The run did not come to its end, or something was there that must not be. */
  static final class Failed extends Error {
    private static final long serialVersionUID = 1L;

    Failed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  final Stores stores;
  final Trouble trouble;
  final Deployments deployments;
  final Cloud cloud;
  private final Losses losses;
  private final Broom broom;
  private final Dice dice;
  private final List<Event> script;
  private final Consumer<String> trace;
  private final Deliveries deliveries;
  private final Subject subject;

  /** So many events come at once: a crowd comes in bulk, and is not a longer history. */
  private final int bulk;

  private int next;
  private final Absence absence;

  /** So long behind its time the latest event came. */
  private long latestMillis;

  private boolean leaping;
  private long rounds;
  private boolean ending;
  private long endMillis;
  private long steps;

  /**
   * @param history its number
   */
  Run(
      long history,
      Subject subject,
      int shards,
      int placeDigits,
      EngineSettings settings,
      List<Event> script,
      int bulk,
      Trouble trouble,
      Consumer<String> trace) {
    this.subject = subject;
    this.bulk = bulk;
    this.stores = new Stores(subject, shards, placeDigits);
    this.trouble = trouble;
    this.dice = trouble.dice();
    this.script = script;
    this.trace = trace;
    this.deployments = new Deployments(subject, stores, settings, trouble);
    this.cloud = new Cloud(deployments, settings, stores, trouble, trace);
    this.deliveries =
        new Deliveries(stores, bulk, trouble, cloud.transforms, () -> !ending, deployments);
    this.losses = new Losses(stores, settings, subject);
    this.broom = new Broom(history, stores.log, stores.clock, trouble);
    this.absence = new Absence(stores.clock, trouble);
    cloud.others(this::whileOthersStandStill, this::steps);
    cloud.coordinators(() -> absence.isOn(next), absence::coordinated);
  }

  /** Runs the script to its end and finishes. */
  Run go() {
    return go(0);
  }

  /**
   * The same, with a last record behind everything, whose time says in which interval the input
   * ends.
   *
   * @param leastMillis when that comes at the earliest
   */
  Run go(long leastMillis) {
    tryHard("start", this::coordinate);
    while (next < script.size()) {
      something();
    }
    tryHard("deliver", this::drain);
    landAll();
    long interval = cloud.settings.intervalMillis();
    long listed = Math.max(stores.clock.nowMillis(), stores.allListedMillis());
    long soon = (listed / interval + 2) * interval + END_OFFSET_MILLIS;
    endMillis = Math.max(leastMillis, soon);
    ending = true;
    String stream = subject.streams().get(0);
    Random random = new Random(script.size());
    byte[] data = subject.record(random, stream, script.size(), endMillis, Flaws.none());
    happen(Event.Put.one(endMillis, endMillis, stream, "end", data));
    tryHard("finish", () -> (trouble.happens(Fault.END_ASKED_EARLY) || drain()) && cloud.finish());
    landAll();
    return this;
  }

  void landAll() {
    while (stores.land()) {
      // what is late must not harm
    }
  }

  /**
   * Whether idle lanes must not have been moved past a record that came: every record came when its
   * event says and was there to be seen, and no process had a clock that was ahead.
   */
  boolean mustNotClamp() {
    return latestMillis == 0 && !trouble.counts().containsKey(Fault.CLOCK_AHEAD) && !hasExpired();
  }

  /** Whether no clock was ahead, or went back. */
  boolean clocksAreRight() {
    return !trouble.counts().containsKey(Fault.CLOCK_AHEAD)
        && !trouble.counts().containsKey(Fault.CLOCK_BACK);
  }

  /** Whether records have expired. */
  boolean hasExpired() {
    return trouble.counts().containsKey(Fault.RECORDS_EXPIRE);
  }

  /** Whether what is deployed last has taken over with all that it reads, if it is another one. */
  boolean hasChanged() {
    return deployments.begins().isPresent() && stores.read().size() == stores.streams.size();
  }

  /** When the last record came. */
  long endMillis() {
    return endMillis;
  }

  /** The interval in which the input ended. */
  long lastInterval() {
    long interval = cloud.settings.intervalMillis();
    return Math.floorDiv(history().lastMillis(), interval);
  }

  /** What arrived. */
  History history() {
    return History.of(stores, cloud.settings);
  }

  /** How many things have happened. */
  long steps() {
    return steps;
  }

  void tryHard(String what, BooleanSupplier attempt) {
    int most = Math.max(MOST_TRIES, MOST_TRIES_OF_AN_EVENT * script.size());
    for (int tries = 0; tries < most; tries++) {
      steps++;
      if (attempt.getAsBoolean()) {
        return;
      }
      stores.clock.advance(Duration.ofMillis(1 + tries / TRIES_OF_A_MILLISECOND));
      if (tries % 10 == 9) {
        stores.land();
      }
    }
    throw new Failed(
        "it does not come to an end: " + what + "; the mappings are idle: " + deliveries.isIdle(),
        null);
  }

  private void something() {
    steps++;
    switch (dice.below(8)) {
      case 0, 1, 2 -> happen();
      case 3, 4 -> deliveries.step();
      case 5 -> mayCoordinate();
      case 6 -> cloud.wakeUp();
      default -> background();
    }
  }

  private void whileOthersStandStill() {
    if (trouble.standsStillFor(Fault.SLOW_KEEPING) && next < script.size()) {
      mayLose();
    }
    if (next < script.size() && !leaping && isSoon(script.get(next))) {
      something();
    } else {
      steps++;
      if (dice.below(2) == 0) {
        deliveries.step();
      } else {
        mayCoordinate();
      }
    }
  }

  private void background() {
    broom.mayCome();
    deliveries.disturb();
    losses.kept().mayKeep(trouble, deployments.plan());
    mayLose();
    if (!Losses.areAmong(trouble.chances())) {
      WithFiles.mayRemoveOne(stores, trouble);
    }
    cloud.mayCallBucketsAgain();
    cloud.maySetClockBack();
    boolean begun = stores.log.head(Lanes.CONTROL).isPresent();
    if (trouble.happens(Fault.OTHER_CODE) && begun) {
      cloud.otherCode();
    }
    if (losses.mayDeploy(trouble)) {
      cloud.mayDeploy();
      cloud.maySpread();
    }
    if (begun) { // who has lost all begins with what was there at the first beginning
      stores.broadcasts.mayChange(trouble);
    }
    absence.mayBegin(next, bulk);
    cloud.processes.maySleep(steps);
    stores.land();
  }

  private void mayLose() {
    boolean atWork = cloud.processes.areAtWork();
    if (losses.happen(trouble, atWork, cloud.settings.buckets(), deployments::areUnderWay)) {
      if (!atWork) {
        landAll(); // what is on its way would be published without the files
        if (!losses.mayBeLongAfter(trouble)) {
          stores.inbox.mayRemove(
              trouble, WithFiles.unpublished(stores, cloud.settings.intervalMillis()));
        }
      }
      cloud.beginFrom(losses.kept().start());
      cloud.processes.startAnew();
      losses.mayReadFromCheckpoint(trouble, latestMillis + Script.MAX_SKEW_MILLIS);
      deliveries.beginAnew();
    }
  }

  private void mayCoordinate() {
    if (!absence.isOn(next) && !trouble.happens(Fault.COORDINATOR_SKIPS)) {
      cloud.coordinate();
    }
  }

  /** The next events of the script. */
  private void happen() {
    if (absence.isOverAt(script.get(next).atMillis())) {
      absence.endInTime();
      comeBack();
    }
    if (next == script.size()) {
      return; // all of them have come meanwhile
    }
    Event event = script.get(next);
    if (isLeap(event)) {
      trouble.count(Fault.HOURS_PASS);
      leap(event.atMillis());
    } else if (isQuiet(event)) {
      beQuiet(event.atMillis());
    }
    next++;
    happen(event);
    for (int n = 1; n < bulk && next < script.size() && !isLeap(script.get(next)); n++) {
      happen(script.get(next++));
    }
  }

  private void happen(Event event) {
    trace.accept(event + "");
    latestMillis = Math.max(latestMillis, stores.clock.nowMillis() - event.atMillis());
    stores.clock.set(Instant.ofEpochMilli(Math.max(stores.clock.nowMillis(), event.atMillis())));
    if (event instanceof Event.File file) {
      stores.inbox.put(file);
    } else if (event instanceof Event.Away away) {
      absence.begin(away.forMillis());
    }
    Streams.apply(event, stores.streams, stores.sent).ifPresent(trouble::count);
    stores.streams.values().forEach(each -> stores.list(each, trouble));
  }

  private void comeBack() {
    tryHard("come back", this::coordinate);
  }

  /** Lets a coordinator run, which is back if it was away; whether it came to an end. */
  boolean coordinate() {
    if (absence.isOn(next)) {
      absence.end();
    }
    return cloud.coordinate();
  }

  private boolean isQuiet(Event event) {
    return event.atMillis() - stores.clock.nowMillis() > QUIET_MILLIS
        && Losses.areAmong(trouble.chances())
        && trouble.chances().has(Fault.LAYOUT_CHANGE);
  }

  /**
   * A minute without records: numbers of buckets may follow one another without a batch between.
   */
  private void beQuiet(long toMillis) {
    leaping = true;
    for (long atMillis : new long[] {stores.clock.nowMillis(), toMillis}) {
      stores.clock.set(Instant.ofEpochMilli(atMillis));
      for (int n = 1 + dice.below(MOST_IN_QUIET); n > 0; n--) {
        background();
        mayCoordinate();
      }
    }
    leaping = false;
  }

  /**
   * Whether an event may come while a process stands still: behind hours, and behind an absence, a
   * coordinator must come to its end first, and those that it needs may be what stands still.
   */
  private boolean isSoon(Event event) {
    return !isLeap(event) && !absence.isOverAt(event.atMillis());
  }

  /** A shorter history may have lost the event that says so, and hours must pass all the same. */
  private boolean isLeap(Event event) {
    return event instanceof Event.Leap
        || event.atMillis() - stores.clock.nowMillis() > Hours.STRIDE.toMillis();
  }

  /** Hours without records. */
  private void leap(long toMillis) {
    leaping = true;
    if (absence.isOn(next)) {
      comeBack();
    }
    new Hours(this, losses, broom).pass(toMillis);
    leaping = false;
  }

  /** Delivers a round of everything that is open; whether nothing is. */
  boolean drain() {
    long now = stores.clock.nowMillis();
    long soonest = deliveries.stepAll();
    if (soonest > now && soonest - now < Mappings.LONGEST_DELAY_MILLIS) {
      stores.clock.set(Instant.ofEpochMilli(Math.max(stores.clock.nowMillis(), soonest)));
    }
    if (dice.below(leaping && Hours.areSeldomRenewed(trouble) ? SELDOM : OFTEN) == 0) {
      cloud.coordinate();
    }
    rounds++;
    if (absence.isOn(next) && (rounds % PATIENCE == 0 || deliveries.isIdle())) {
      comeBack(); // what waits for it waits no longer
    }
    deliveries.mayMakeAnew(rounds % PATIENCE == 0);
    return deliveries.isIdle();
  }
}
