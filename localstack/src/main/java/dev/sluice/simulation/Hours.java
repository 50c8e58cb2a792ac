package dev.sluice.simulation;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.util.stream.Stream;

/** Hours without records: lanes are kept alive by whoever is awake, and entries expire. */
final class Hours {
  /** In steps of so much they pass. */
  static final Duration STRIDE = Duration.ofMinutes(8);

  /** One runs in each half of the lifetime of entries, and comes to an end: idle apps need that. */
  private static final int MOST_STRIDES_AWAY = 2;

  private final Run run;
  private final Losses losses;
  private final Broom broom;

  Hours(Run run, Losses losses, Broom broom) {
    this.run = run;
    this.losses = losses;
    this.broom = broom;
  }

  /** Whether nobody renews lanes who need not. */
  static boolean areSeldomRenewed(Trouble trouble) {
    return trouble.chances().has(Fault.RENEWED_SELDOM);
  }

  void pass(long toMillis) {
    run.tryHard("drain", run::drain);
    int away = 0;
    boolean mayEnd = run.trouble.dice().below(2) == 0;
    while (run.stores.clock.nowMillis() + STRIDE.toMillis() < toMillis) {
      run.landAll(); // requests are on their way for seconds, not for hours
      run.stores.clock.advance(STRIDE);
      broom.pass();
      if (mayEnd) { // else they live on with all that they knew
        run.cloud.processes.mayEnd();
      }
      run.cloud.mayCallBucketsAgain();
      if (losses.mayDeploy(run.trouble)) {
        run.cloud.mayDeploy();
      }
      away = away < MOST_STRIDES_AWAY && staysAway() ? away + 1 : 0;
      if (away == 0) {
        run.tryHard("keep alive", this::keepAlive);
        requireAlive();
      }
      run.tryHard("drain", run::drain); // shards may have been listed late
    }
    run.tryHard("keep alive", this::keepAlive);
  }

  private boolean staysAway() {
    return run.trouble.happens(Fault.COORDINATOR_SKIPS)
        || areSeldomRenewed(run.trouble) && run.trouble.happens(Fault.RENEWED_SELDOM);
  }

  private void requireAlive() {
    boolean begins = run.stores.log.read(Lanes.START, 0, 2).size() == 1;
    if (begins || run.stores.log.head(Lanes.CONTROL).isEmpty()) {
      return; // it is being restored
    }
    ControlEntry head = run.deployments.head();
    if (!head.closing()) {
      Stores stores = run.stores;
      new Lifetimes(stores.log.open(), stores.spills, run.cloud.settings, stores.clock.nowMillis())
          .require(head, run.deployments.plan().stages());
    }
  }

  /** A batch must not wait for hours either: where few come, each one goes on until none does. */
  private boolean keepAlive() {
    return run.coordinate() && !(areSeldomRenewed(run.trouble) && isOpen());
  }

  /** Whether a lane holds something of a batch that has no border yet. */
  private boolean isOpen() {
    ControlEntry head = run.deployments.head();
    return Stream.of(head.lanes(), head.drained())
        .flatMap(lanes -> lanes.keySet().stream())
        .flatMap(lane -> run.stores.witness().shard(lane).values().stream())
        .flatMap(entry -> entry.intervals().stream())
        .anyMatch(each -> each.k() > head.lastInput());
  }
}
