package dev.sluice.simulation;

import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.functions.BucketFunction;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import dev.sluice.testkit.faults.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The functions of an app, and what calls them, on stores that somebody else gives. */
final class Cloud {
  /** A function lives so long. */
  private static final long LONGEST_CALL_MILLIS = 15 * 60_000L;

  /** Checkpoints are some batches apart, or so many that much is lost with a table. */
  private static final CheckpointSettings OFTEN =
      new CheckpointSettings(Duration.ofSeconds(4), new StartFrom.Newest());

  private static final CheckpointSettings SELDOM =
      new CheckpointSettings(Duration.ofMinutes(3), new StartFrom.Newest());

  /** In one run of so many that may lose a table. */
  private static final int MUCH_IS_LOST = 3;

  private static final int MOST_BUCKETS = 6;

  EngineSettings settings;
  final Stores stores;
  final Trouble trouble;
  final Processes processes;
  final Transforms transforms;
  private final Dice dice;
  private final Consumer<String> trace;
  private final Deployments deployments;
  private boolean spread;
  final Pauses pauses;
  private final boolean needsCheckpoints;
  private CheckpointSettings checkpoints;
  private final Skews skews;
  private Runnable others = () -> {};
  private LongSupplier steps = () -> 0;
  private BooleanSupplier away = () -> false;
  private Runnable coordinated = () -> {};
  private int wakeUps;

  /** The newest call of a bucket function for each stage. */
  private final SortedMap<Integer, Map<String, Object>> bucketCalls = new TreeMap<>();

  /** Whether the bucket functions came to an end that the coordinator at work has called. */
  private boolean allCame;

  /**
   * @param deployments the versions of the app
   */
  Cloud(
      Deployments deployments,
      EngineSettings settings,
      Stores stores,
      Trouble trouble,
      Consumer<String> trace) {
    this.deployments = deployments;
    this.settings = settings;
    this.stores = stores;
    this.trouble = trouble;
    this.trace = trace;
    this.dice = trouble.dice();
    this.processes = new Processes(this::start, trouble);
    this.needsCheckpoints = Losses.areAmong(trouble.chances());
    this.checkpoints = needsCheckpoints && dice.oneIn(MUCH_IS_LOST) ? SELDOM : OFTEN;
    this.skews = new Skews(Processes.count(), trouble);
    this.pauses = new Pauses(trouble, () -> others.run());
    this.transforms = new Transforms(this, deployments, trace);
    trouble.meanwhile(this::meanwhile);
    trouble.mustPause(pauses::mustStandStill);
  }

  /**
   * @param work what goes on while a process stands still
   * @param count how many things have happened
   */
  void others(Runnable work, LongSupplier count) {
    others = work;
    steps = count;
  }

  /**
   * @param isAway whether nobody coordinates, whoever asks for it
   * @param ended is told when a coordinator comes to an end
   */
  void coordinators(BooleanSupplier isAway, Runnable ended) {
    away = isAway;
    coordinated = ended;
  }

  /**
   * There is another table, and new processes begin from a checkpoint, where there are no lanes. By
   * the clock of whoever restores, others find out that the table which they know was given up.
   */
  void beginFrom(StartFrom start) {
    skews.right();
    deployments.mayGoBack();
    checkpoints = new CheckpointSettings(checkpoints.every(), start);
  }

  private Engine start(int i) {
    boolean isNew = trouble.happens(Fault.NEW_CODE, () -> "process " + i);
    return engine(isNew ? deployments.made() : deployments.plan(), settings, ports(i));
  }

  /** Checkpoints are taken where somebody may need one. */
  private Engine engine(Plan of, EngineSettings with, Ports ports) {
    return needsCheckpoints
        ? new Engine(of, with, ports, checkpoints)
        : new Engine(of, with, ports);
  }

  private Ports ports(int i) {
    Clock own = () -> stores.clock.nowMillis() + skews.millis(i);
    return stores.ports(trouble, own, new Calls(), settings);
  }

  /**
   * The clock of some process, or of all, may go back, or right itself if it did. While the app
   * begins in a table it can only do the latter.
   */
  void maySetClockBack() {
    boolean begun = !needsCheckpoints || stores.log.read(Lanes.START, 0, 2).size() == 2;
    skews.maySetOneBack(begun);
  }

  /**
   * Another version may be deployed: new processes have it; the old ones live on, some for long.
   */
  void mayDeploy() {
    if (deployments.mayChange()) {
      trace.accept("another version of the app is deployed");
      replaceCode();
    }
  }

  private void replaceCode() {
    processes.replace(steps.getAsLong(), true);
  }

  /** New processes may want another number of buckets; old ones live on, some for long. */
  void maySpread() {
    if (trouble.happens(Fault.LAYOUT_CHANGE)) {
      settings = settings.withBuckets(1 + dice.below(MOST_BUCKETS));
      trace.accept(settings.buckets() + " buckets are deployed");
      spread = true;
      processes.replace(steps.getAsLong(), false);
    }
  }

  /** Whether another number of buckets was deployed, so that rows may be in other parts. */
  boolean isSpread() {
    return spread;
  }

  /** A process of another app, or with another interval, finds the state of this one. */
  void otherCode() {
    if (stores.log.head(Lanes.CONTROL).isEmpty()) {
      return; // who comes first begins
    }
    boolean interval = dice.below(2) == 0;
    EngineSettings other = interval ? OtherCode.withLongerInterval(settings) : settings;
    Plan code = interval ? deployments.plan() : deployments.other();
    Engine process = engine(code, other, ports(0));
    new OtherCode(process, interval, () -> code != deployments.plan(), this).comesBy(trace);
  }

  /** What functions ask of other functions. */
  private final class Calls implements Caller {
    @Override
    public void wakeCoordinator() {
      if (!trouble.happens(Fault.WAKE_UP_LOST)) {
        wakeUps++;
      }
    }

    @Override
    public void advance(int stage, List<Integer> buckets) {
      if (trouble.happens(Fault.BUCKET_CALL_FAILS, () -> "stage " + stage + " " + buckets)) {
        allCame = false;
        return;
      }
      Map<String, Object> event = Map.of("stage", stage, "buckets", buckets);
      bucketCalls.put(stage, event);
      allCame &= advanceBuckets(event);
    }
  }

  /** Whether a bucket function came to an end. */
  private boolean advanceBuckets(Map<String, Object> event) {
    CallContext context = new CallContext(trouble);
    // A coordinator that was replaced may call for stages that others do not have.
    Predicate<RuntimeException> mayBe =
        e -> deployments.changedBack() && e.getMessage().startsWith("SLUICE-E15");
    return work(
                "buckets " + event.get("buckets") + " of stage " + event.get("stage"),
                engine -> new BucketFunction(engine).handleRequest(event, context),
                mayBe)
            .isDone()
        && !context.ranOut();
  }

  /** A call that a coordinator made before, of a table that may be lost since, comes again. */
  void mayCallBucketsAgain() {
    if (!bucketCalls.isEmpty() && trouble.happens(Fault.BUCKET_CALL_STALE)) {
      List<Map<String, Object>> calls = List.copyOf(bucketCalls.values());
      Map<String, Object> event = calls.get(dice.below(calls.size()));
      pauses.during(() -> advanceBuckets(event));
    }
  }

  /** What a coordinator has called lives on when that dies. */
  private void mayGoOnWithoutCoordinator() {
    for (Map<String, Object> event : List.copyOf(bucketCalls.values())) {
      if (trouble.happens(Fault.BUCKET_CALL_STALE)) {
        pauses.during(() -> advanceBuckets(event));
      }
    }
  }

  private <R> Processes.Work<R> work(String what, Function<Engine, R> work) {
    return work(what, work, e -> false);
  }

  /**
   * Lets a process work.
   *
   * @param mayBe whether it may fail with an error for good
   */
  <R> Processes.Work<R> work(
      String what, Function<Engine, R> work, Predicate<RuntimeException> mayBe) {
    trace.accept(what);
    Processes.Work<R> done;
    try {
      done = processes.work(steps.getAsLong(), work);
    } catch (RefusedException e) {
      // functions refuse what comes too early, and are called again
      done = new Processes.Work<>(null, e.getMessage());
    } catch (RuntimeException e) {
      if (!mayBe.test(e) && !Throwing.isBehind(e) && !deployments.goOn(e, this::replaceCode)) {
        // Functions would only log it, and be called again for ever.
        throw new Run.Failed(what, e);
      }
      done = new Processes.Work<>(null, e.getMessage());
    }
    trace.accept(what + (done.isDone() ? ": done" : ": " + done.failure()));
    return done;
  }

  /** Lets a coordinator run; whether it came to an end, and so did the functions it called. */
  boolean coordinate() {
    if (away.getAsBoolean()) {
      return false;
    }
    boolean outer = allCame; // of one that stands still meanwhile
    allCame = true;
    CallContext context = new CallContext(trouble);
    Witness table = stores.witness();
    // Old code that stands still while its table is lost restores what newer code has kept since.
    Predicate<RuntimeException> mayBe =
        e -> isOfAnEnd(e) || stores.witness() != table && isOfAnother(e);
    Processes.Work<String> done =
        pauses.during(
            () ->
                work(
                    "coordinator",
                    engine ->
                        new CoordinatorFunction(engine.coordinator())
                            .handleRequest(Map.of(), context),
                    mayBe));
    boolean ended = done.isDone() && allCame && !context.ranOut();
    allCame = outer;
    if (!done.isDone()) {
      mayGoOnWithoutCoordinator();
    }
    if (ended) {
      coordinated.run();
    }
    return ended;
  }

  /** Lets the coordinator run that was woken, if one was. */
  void wakeUp() {
    if (wakeUps > 0) {
      if (!trouble.happens(Fault.WAKE_UP_STALE)) {
        wakeUps--;
      }
      coordinate();
    }
  }

  private boolean isOfAnEnd(RuntimeException e) {
    return isOfAnother(e) && deployments.cameTooLate();
  }

  private static boolean isOfAnother(RuntimeException e) {
    return e.getMessage().startsWith("SLUICE-E11");
  }

  /** Ends the input; whether everything is published. */
  boolean finish() {
    Processes.Work<Boolean> done =
        work("finish", engine -> engine.coordinator().finish(), this::isOfAnEnd);
    return done.isDone() ? done.answer() : done.failure().startsWith("SLUICE-E11");
  }

  /** A process stands still in the middle of a call, and the world goes on. */
  private void meanwhile() {
    long since = stores.clock.nowMillis();
    pauses.standStill();
    if (stores.clock.nowMillis() - since > LONGEST_CALL_MILLIS) {
      throw new Crash("out of time");
    }
  }
}
