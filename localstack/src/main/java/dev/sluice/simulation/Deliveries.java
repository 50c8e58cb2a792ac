package dev.sluice.simulation;

import dev.sluice.local.mapping.Condition;
import dev.sluice.local.mapping.SteppedMapping;
import dev.sluice.memory.MemoryStream;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The mappings of a run's streams, and what goes wrong with them and with what they read. */
final class Deliveries {
  private static final int LONGEST_RETENTION_MILLIS = 10_000;
  private static final List<String> NONE = List.of();

  private final Stores stores;
  private final int bulk;
  private final Trouble trouble;
  private final Outside.Calls calls;
  private final BooleanSupplier mayDelay;
  private final Deployments deployments;
  private final Map<String, SteppedMapping> mappings = new TreeMap<>();

  /** Whether something may have been left out that no mapping brings any more. */
  private boolean leftOut;

  /**
   * @param bulk how many times larger than usual batches are
   * @param calls runs calls of the transform function
   * @param mayDelay whether batches may wait for seconds now
   * @param deployments say which streams have a mapping, and which are waited for
   */
  Deliveries(
      Stores stores,
      int bulk,
      Trouble trouble,
      Outside.Calls calls,
      BooleanSupplier mayDelay,
      Deployments deployments) {
    this.deployments = deployments;
    this.stores = stores;
    this.bulk = bulk;
    this.trouble = trouble;
    this.calls = calls;
    this.mayDelay = mayDelay;
    beginAnew();
  }

  /** All mappings are made anew. */
  void beginAnew() {
    stores.streams.values().forEach(stream -> make(stream, false, true));
  }

  private void make(MemoryStream stream, boolean skips, boolean mayGiveUp) {
    String name = stream.name();
    Outside outside =
        new Outside(
            stream,
            stores.starts,
            stores.clock,
            shard -> stores.isListed(name, shard),
            calls,
            batch -> {
              boolean old = batch.condition() == Condition.RECORD_AGE_EXCEEDED;
              trouble.happened(old ? Fault.TOO_OLD : Fault.GIVES_UP, name);
              leftOut = true;
            },
            trouble.dice());
    if (skips) {
      outside.skip();
      leftOut = true;
    }
    mappings.put(name, Mappings.of(name, outside, bulk, trouble, mayDelay, mayGiveUp));
  }

  /** What may happen to mappings, and to records that they have not read. */
  void disturb() {
    if (trouble.happens(Fault.NEW_MAPPING)) {
      make(someStream(), false, true);
    }
    if (trouble.happens(Fault.SKIPS)) {
      make(someStream(), true, true);
    }
    if (trouble.happens(Fault.RECORDS_EXPIRE)) {
      long age = LONGEST_RETENTION_MILLIS - trouble.dice().below(LONGEST_RETENTION_MILLIS);
      MemoryStream stream = someStream();
      stream.expire(stores.clock.nowMillis() - age);
      stores.closedFor(age, stream).forEach(stream::remove);
      leftOut = true; // a mapping lets go some time what has expired
    }
  }

  /** Lets some mapping do something for some shard. */
  void step() {
    String stream = someStream().name();
    SteppedMapping mapping = mappings.get(stream);
    List<String> shards = deployments.isMapped(stream) ? mapping.shards() : NONE;
    if (!shards.isEmpty()) {
      mapping.step(shards.get(trouble.dice().below(shards.size())));
    }
  }

  private MemoryStream someStream() {
    List<MemoryStream> all = List.copyOf(stores.streams.values());
    return all.get(all.size() == 1 ? 0 : trouble.dice().below(all.size()));
  }

  /** Lets each mapping do something for each shard; when it is worth while to come back. */
  long stepAll() {
    long soonest = Long.MAX_VALUE;
    for (Map.Entry<String, SteppedMapping> each : mappings.entrySet()) {
      SteppedMapping mapping = each.getValue();
      for (String shard : deployments.isMapped(each.getKey()) ? mapping.shards() : NONE) {
        soonest = Math.min(soonest, mapping.step(shard));
      }
    }
    return soonest;
  }

  /** Whether all that mappings have read is done with. */
  boolean isIdle() {
    return mappings.entrySet().stream()
        .allMatch(each -> each.getValue().isIdle() || !deployments.waitsFor(each.getKey()));
  }

  /**
   * What a mapping has left out is noticed by the next call of the shard. Where none comes the
   * results stand still, and whoever sees that makes the mapping anew.
   *
   * @param still whether the results have stood still for long
   */
  void mayMakeAnew(boolean still) {
    if (leftOut && (still || isIdle())) {
      leftOut = false;
      stores.streams.values().forEach(stream -> make(stream, false, false));
    }
  }
}
