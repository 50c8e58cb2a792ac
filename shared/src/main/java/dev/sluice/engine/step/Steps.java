package dev.sluice.engine.step;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Tables;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Advances bucket lanes by the borders that the control lane has. One thread at a time. */
public final class Steps {
  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final ControlLane control;
  private Publisher publisher;
  private final Tables tables;
  private final Map<String, BucketLane> lanes = new TreeMap<>();

  private SuccessLane success;

  /** The version of the app of which the lanes are known. */
  private Epoch epoch = Epoch.FIRST;

  /** All layouts before this one are over, as far as is known. */
  private int over;

  /**
   * @param control is read as it is; whoever calls refreshes it before
   */
  public Steps(Plan plan, EngineSettings settings, Ports ports, Logs logs, ControlLane control) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.control = control;
    this.tables = new Tables(plan, ports.spills());
    this.publisher = new Publisher(plan, settings, ports, logs);
    this.success = successLane();
  }

  private SuccessLane successLane() {
    return new SuccessLane(plan, settings, ports, logs, control, publisher);
  }

  /**
   * Forgets what is known of lanes where the app has changed: an operator may have been retired
   * since, and have come back empty.
   */
  private void renew() {
    Epoch now = control.epoch();
    if (now.number() != epoch.number() || now.settled() != epoch.settled()) {
      lanes.clear();
      logs.cachedBuckets().clear();
      publisher = new Publisher(plan, settings, ports, logs);
      success = successLane();
    }
    epoch = now;
  }

  /**
   * Advances buckets of a stage as far as the borders known and the stages before let them.
   *
   * @param mayGoOn asked between steps; no other one is begun once it says no
   * @throws RuntimeException the first error that a bucket met, behind which the others went on
   */
  public void advance(int stage, List<Integer> buckets, BooleanSupplier mayGoOn) {
    renew();
    Failures failures = new Failures();
    for (Layout layout : atWork()) {
      for (int bucket : buckets) {
        if (bucket < layout.buckets()) {
          failures.run(() -> lane(layout, stage, bucket).advance(mayGoOn));
        }
      }
    }
    failures.rethrow();
  }

  /**
   * Advances everything: all stages, then the markers of complete directories.
   *
   * @param mayGoOn asked between steps; no other one is begun once it says no
   * @throws RuntimeException the first error that was met, behind which the others went on
   */
  public void advanceAll(BooleanSupplier mayGoOn) {
    int most = control.layouts().stream().mapToInt(Layout::buckets).max().orElse(0);
    List<Integer> buckets = IntStream.range(0, most).boxed().toList();
    boolean inline = most <= settings.bucketsInline();
    Failures failures = new Failures();
    for (int stage = 1; stage <= plan.stages(); stage++) {
      int each = stage;
      failures.run(
          () -> {
            if (inline) {
              advance(each, buckets, mayGoOn);
            } else if (mayGoOn.getAsBoolean()) {
              ports.caller().advance(each, buckets);
            }
          });
    }
    renew();
    failures.run(() -> success.advance(mayGoOn));
    failures.rethrow();
  }

  /** The tables that the steps use. */
  public Tables tables() {
    return tables;
  }

  /** The interval up to which all buckets are done, {@link Long#MIN_VALUE} for none. */
  public long doneWith() {
    return success.doneWith();
  }

  /**
   * Whether all effects are made behind the end of the input: what a bucket's last entry promises
   * may still be to be made, or somebody failed at it.
   */
  public boolean isAllTold() {
    return atWork().stream().allMatch(this::isAllTold);
  }

  private boolean isAllTold(Layout layout) {
    return IntStream.rangeClosed(1, plan.stages())
        .boxed()
        .flatMap(stage -> IntStream.range(0, layout.buckets()).mapToObj(b -> layout.lane(stage, b)))
        .map(lane -> logs.buckets().head(lane).map(LaneLog.Numbered::entry))
        .noneMatch(publisher::hasEffects);
  }

  /** The first interval with a border that not all buckets are done with, none if they are. */
  public OptionalLong open() {
    return success.open().stream().mapToLong(Border::k).findFirst();
  }

  /**
   * Whether the layout in force may be replaced: all of its lanes have begun, and nobody needs
   * those of the one before any more.
   */
  public boolean isHandedOver() {
    Layout newest = control.head().orElseThrow().entry().layout();
    return Handover.isDone(plan, logs, newest, control.epoch());
  }

  /**
   * The layouts that have steps to do. One is over for good when the next one has taken over: its
   * lanes are not renewed any more, and a checkpoint does not have them.
   */
  private List<Layout> atWork() {
    Layout newest = control.head().orElseThrow().entry().layout();
    if (over < newest.number() && control.layouts().size() > 1 && isHandedOver()) {
      over = newest.number();
      lanes.values().removeIf(each -> each.layout().number() < over);
    }
    return control.layouts().stream().filter(each -> each.number() >= over).toList();
  }

  private BucketLane lane(Layout layout, int stage, int bucket) {
    return lanes.computeIfAbsent(
        layout.lane(stage, bucket),
        name ->
            new BucketLane(
                plan, settings, ports, logs, control, publisher, tables, layout, stage, bucket));
  }

  /** Lets work go on behind an error, and reports it in the end. */
  private static final class Failures {
    private RuntimeException first;

    void run(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }

    void rethrow() {
      if (first != null) {
        throw first;
      }
    }
  }
}
