package dev.sluice.engine.step;

import dev.sluice.engine.entry.BodyIndex;
import dev.sluice.engine.entry.BodyReader;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlLane;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what the lanes of earlier stages hand to one bucket: for each interval, shard lanes first,
 * then bucket lanes by stage and bucket, each in the order of its entries.
 */
final class StepInput {
  private final Logs logs;
  private final boolean fromShards;
  private final Idleness range;
  private final List<Follower> upstream = new ArrayList<>();

  StepInput(Plan plan, Layout layout, Logs logs, int stage, Idleness range, Epoch epoch) {
    this.logs = logs;
    this.range = range;
    this.fromShards = plan.feeds(stage).contains(0);
    for (int earlier : plan.feeds(stage)) {
      for (int bucket = 0; earlier > 0 && bucket < layout.buckets(); bucket++) {
        Idleness idleness = new Idleness(plan, layout, earlier, bucket);
        upstream.add(new Follower(logs, layout, earlier, bucket, idleness, epoch));
      }
    }
  }

  /** Goes on where an entry of this lane left off. */
  void seek(BucketEntry head) {
    for (Follower each : upstream) {
      each.seek(head, head.k());
    }
  }

  /** Moves pointers that stand on old entries, as {@link Follower#moveUp} does. */
  void moveUp(long k, BucketState state, ControlLane control) {
    long started = control.head().orElseThrow().entry().startedMillis();
    upstream.forEach(each -> each.moveUp(k, state::isOld, started));
  }

  /** Whether a pointer has to move, as {@link Follower#lags} says. */
  boolean lags(long k, BucketState state) {
    return state.entry().isPresent()
        && upstream.stream().anyMatch(each -> each.lags(k, state::isOld, state.nowMillis()));
  }

  /** For each lane that is followed, the entry to point to when all is done up to interval k. */
  SortedMap<String, Long> next(long k) {
    SortedMap<String, Long> next = new TreeMap<>();
    upstream.forEach(each -> next.put(each.lane(), each.point(k)));
    return next;
  }

  /** Whether all lanes of earlier stages are done with a border. */
  boolean isReady(Border border, Step step) {
    return upstream.stream().allMatch(each -> each.isDoneWith(border, step));
  }

  /** Hands the input of an interval to the operators. */
  void read(Border border, Step step, BucketTasks tasks) {
    BodyReader.BlockConsumer blocks =
        (k, operator, block) -> {
          if (k == border.k()) {
            tasks.read(operator, block, step);
          }
        };
    if (fromShards && border.hasInput(range.groups().first(), range.groups().end())) {
      for (Border.Read read : border.reads()) {
        for (LaneLog.Numbered<ShardEntry> each :
            logs.cachedShards().readAll(read.lane(), read.from(), read.to())) {
          ShardEntry entry = each.entry();
          readBody(entry.index(), new Body(entry.body(), 0), blocks);
        }
      }
    }
    for (Follower follower : upstream) {
      BucketEntry entry = follower.entryOf(border.k());
      if (entry != null) {
        readBody(entry.index(), new Body(entry.payload(), entry.bodyOffset()), blocks);
      }
    }
  }

  private record Body(dev.sluice.engine.entry.Payload payload, int offset) {}

  private void readBody(BodyIndex index, Body body, BodyReader.BlockConsumer blocks) {
    BodyIndex.Range part = index.range(range.groups().first(), range.groups().end());
    if (part.length() > 0) {
      byte[] bytes = logs.payloads().read(body.payload, body.offset + part.offset(), part.length());
      BodyReader.read(index, bytes, blocks);
    }
  }
}
