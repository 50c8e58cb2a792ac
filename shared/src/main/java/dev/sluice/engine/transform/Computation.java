package dev.sluice.engine.transform;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.BodyIndex;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.flow.DeadLetterRow;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Computes what records add to a shard lane: a function of the head and the records alone. */
final class Computation {

  /** What records add to a lane. */
  record Result(
      Position position,
      long clockMillis,
      List<IntervalInfo> intervals,
      Map<String, Long> counters,
      BodyIndex index,
      byte[] body) {}

  /** Each takes up to some 150 bytes of the 400 KB of an entry; what is left is another entry's. */
  private static final int MAX_INTERVALS = 1000;

  /** User code may take its time, and looking at the clock takes some too. */
  private static final int RECORDS_PER_LOOK = 16;

  private final Plan plan;
  private final EngineSettings settings;
  private final String lane;
  private final String stream;
  private final String deadLetters;
  private ShardFlow flow;

  Computation(Plan plan, EngineSettings settings, String lane) {
    this.plan = plan;
    this.settings = settings;
    this.lane = lane;
    this.stream = Lanes.streamOf(lane);
    this.deadLetters = "dead-letter/" + stream;
    this.flow = new ShardFlow(plan, settings, stream);
  }

  /**
   * @param poison records that must not be run, by position, with the reason
   * @param mayGoOn once it says no, what is left of the records is another entry's
   */
  Result compute(
      ShardEntry head,
      List<InRecord> records,
      Map<Position, Throwable> poison,
      BooleanSupplier mayGoOn) {
    Map<Position, Throwable> refused = new HashMap<>(poison);
    while (true) {
      Result result = attempt(head, records, refused, mayGoOn);
      if (result != null) {
        return result;
      }
      flow = new ShardFlow(plan, settings, stream);
    }
  }

  /** The result, or null where an aggregator threw: its record has been added to the refused. */
  private Result attempt(
      ShardEntry head,
      List<InRecord> records,
      Map<Position, Throwable> refused,
      BooleanSupplier mayGoOn) {
    BodyBuilder body = new BodyBuilder();
    Counters counters = new Counters(head.counters());
    List<IntervalInfo> intervals = new ArrayList<>();
    IntervalInfo interval = null;
    long clock = head.clockMillis();
    Position last = head.position();
    int taken = 0;
    for (InRecord record : records) {
      if (taken > 0 && taken % RECORDS_PER_LOOK == 0 && !mayGoOn.getAsBoolean()) {
        break;
      }
      taken++;
      long stamp = Math.max(clock, record.stampMillis());
      long k = settings.intervalOf(stamp);
      if (interval == null || interval.k() != k) {
        if (intervals.size() == MAX_INTERVALS) {
          break;
        }
        interval = new IntervalInfo(k, plan.eventTimes().size());
        intervals.add(interval);
      }
      counters.add(Counters.RECORDS, 1);
      counters.add(Counters.CLAMPED, record.stampMillis() < clock ? 1 : 0);
      clock = stamp;
      last = record.position();
      byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
      Throwable reason = refused.get(record.position());
      if (reason == null) {
        reason = run(record, key, k, clock);
      }
      if (reason != null) {
        counters.add(Counters.DEAD_LETTERS, 1);
        deadLetter(body, record, key, k, reason);
        continue;
      }
      try {
        flow.take(interval.newest());
      } catch (RuntimeException e) {
        refused.put(record.position(), e);
        return null;
      }
    }
    flow.flush(body);
    intervals.forEach(each -> each.groups().or(body.groups(each.k())));
    ByteOutput bytes = new ByteOutput(4096);
    BodyIndex index = body.build(bytes);
    return new Result(last, clock, intervals, counters.toMap(), index, bytes.toByteArray());
  }

  /**
   * What user code threw, or null. An exhausted stack is the record's fault, exhausted memory not.
   */
  private Throwable run(InRecord record, byte[] key, long k, long clockMillis) {
    if (PackedRecord.isPacked(record.data())) {
      return new PackedRecord.Refused();
    }
    try {
      flow.prepare(record, key, k, clockMillis);
      return null;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return e;
    }
  }

  private void deadLetter(BodyBuilder body, InRecord record, byte[] key, long k, Throwable reason) {
    String shard = stream + "/" + Lanes.shardOf(lane);
    String row = DeadLetterRow.of(shard, record.position(), reason, record.data());
    body.block(ShardFlow.groupOf(key), k, deadLetters)
        .writeBytes(key)
        .writeBytes(row.getBytes(StandardCharsets.UTF_8));
  }
}
