package dev.sluice.engine.transform;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.entry.BodyIndex;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.IntervalInfo;
import dev.sluice.engine.entry.Payload;
import dev.sluice.engine.entry.PayloadStore;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.flow.DeadLetterRow;
import dev.sluice.engine.flow.UserCode;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Computes what records add to a shard lane: a function of the head and the records alone. */
final class Computation {

  /**
   * What an entry may take.
   *
   * @param chunkBytes data of its records, unless it is one record: bounds memory, and what a lost
   *     race throws away
   * @param bodyBytes its body
   * @param entryBytes all but its body
   */
  record Limits(long chunkBytes, int bodyBytes, int entryBytes) {
    /** A call has 6 MB at most, in two chunks; the rest are the limits of the stores. */
    static final Limits OF_STORES =
        new Limits(
            4 * 1024 * 1024,
            ObjectStore.MAX_OBJECT_BYTES,
            LogStore.MAX_ENTRY_BYTES - PayloadStore.MAX_ENTRY_PART_BYTES);
  }

  /** What records add to a lane. */
  record Result(
      Position position,
      long clockMillis,
      List<IntervalInfo> intervals,
      Map<String, Long> counters,
      BodyIndex index,
      byte[] body) {

    /** The entry that says so. */
    ShardEntry entry(long nowMillis, Payload stored, int epoch) {
      return new ShardEntry(
          ShardEntry.Kind.DATA,
          position,
          clockMillis,
          nowMillis,
          intervals,
          counters,
          index,
          stored,
          List.of(),
          epoch);
    }
  }

  /** Bounds the work; each takes some 150 bytes of an entry and more for each event time. */
  private static final int MAX_INTERVALS = 1000;

  /** User code may take its time, and looking at the clock takes some too. */
  private static final int RECORDS_PER_LOOK = 16;

  private final Plan plan;
  private final EngineSettings settings;
  private final String lane;
  private final String stream;
  private final String deadLetters;
  private final UserCode code;
  private final Limits limits;
  private ShardFlow flow;

  /**
   * Whether each record is tried alone before it is taken, as aggregations refuse some. That lasts
   * until they refuse none: a call that first had to find out would lose the time for it.
   */
  private boolean careful;

  /** Whether aggregations have refused something in this call. */
  private boolean needsCare;

  Computation(Plan plan, EngineSettings settings, Limits limits, String lane) {
    this.limits = limits;
    this.plan = plan;
    this.settings = settings;
    this.lane = lane;
    this.stream = Lanes.streamOf(lane);
    this.deadLetters = Plan.deadLetters(stream);
    this.code = new UserCode(plan.sides().running());
    this.flow = new ShardFlow(plan, settings, stream, code);
  }

  /**
   * Computes what the first of the records add: all of them, unless that is too much for an entry.
   *
   * @param records not empty
   * @param tables what broadcasts hold for the intervals of all of the records, by name
   * @param poison records that must not be run, by position, with the reason
   * @param mayGoOn once it says no, what is left of the records is another entry's
   */
  Result compute(
      ShardEntry head,
      List<InRecord> records,
      Map<String, Object> tables,
      Map<Position, Throwable> poison,
      BooleanSupplier mayGoOn) {
    code.see(tables);
    return code.run(() -> smaller(head, records, poison, mayGoOn));
  }

  private Result smaller(
      ShardEntry head,
      List<InRecord> records,
      Map<Position, Throwable> poison,
      BooleanSupplier mayGoOn) {
    Map<Position, Throwable> refused = new HashMap<>(poison);
    List<InRecord> some = records;
    needsCare = false;
    while (true) {
      try {
        Result result = attempt(head, some, refused, mayGoOn);
        requireFits(result, some.size());
        careful = needsCare;
        return result;
      } catch (TogetherException e) {
        needsCare |= e.byUserCode;
        if (e.byUserCode && !careful) {
          careful = true;
        } else {
          some = fewer(some, refused, e);
        }
      }
      flow = new ShardFlow(plan, settings, stream, code);
    }
  }

  /**
   * Where none of some records is to blame alone, they are cut, and meet behind the shuffle: what
   * becomes of them must not depend on whether one call has brought them.
   */
  private static List<InRecord> fewer(
      List<InRecord> some, Map<Position, Throwable> refused, TogetherException e) {
    if (e.count > 1) {
      return some.subList(0, e.fewer);
    }
    Position only = some.get(0).position();
    if (refused.putIfAbsent(only, e.getCause()) != null) {
      throw new ProtocolException("SLUICE-E21", "no entry can hold record " + only, e);
    }
    return some;
  }

  /** The first ones of some records cannot be in one entry: fewer may do. */
  private static final class TogetherException extends Exception {
    private static final long serialVersionUID = 1L;

    final int count;
    final int fewer;
    final boolean byUserCode;

    /**
     * @param count so many records are concerned
     * @param fewer so many may do; one that cannot be in an entry alone is a dead letter
     * @param byUserCode whether one of the records may be to blame alone
     */
    TogetherException(int count, int fewer, boolean byUserCode, Throwable cause) {
      super(null, cause); // its text, which may throw, is not asked for
      this.count = count;
      this.fewer = fewer;
      this.byUserCode = byUserCode;
    }
  }

  private void requireFits(Result result, int count) throws TogetherException {
    int entry = result.entry(0, new Payload.Inline(new byte[0]), Integer.MAX_VALUE).encode().length;
    if (result.body.length > limits.bodyBytes || entry > limits.entryBytes) {
      throw new TogetherException(
          count,
          count / 2,
          false,
          new IllegalStateException(
              "the record causes "
                  + result.body.length
                  + " bytes for later operators and "
                  + entry
                  + " that say where they are; an entry holds "
                  + limits.bodyBytes
                  + " and "
                  + limits.entryBytes));
    }
  }

  /** Runs records together. Where that is careful, one that is refused alone is a dead letter. */
  private Result attempt(
      ShardEntry head,
      List<InRecord> records,
      Map<Position, Throwable> refused,
      BooleanSupplier mayGoOn)
      throws TogetherException {
    BodyBuilder body = new BodyBuilder();
    Counters counters = new Counters(head.counters());
    code.countWith(counters);
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
      record.counts().forEach(counter -> counters.add(counter, 1));
      clock = stamp;
      last = record.end();
      byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
      Throwable reason = record.refused().<Throwable>map(each -> each).orElse(null);
      if (reason == null) {
        reason = refused.get(record.position());
      }
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
      } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
        throw new TogetherException(taken, taken - 1, true, thrown(e));
      }
    }
    try {
      flow.flush(body);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw new TogetherException(taken, taken / 2, true, thrown(e)); // a codec of the user's
    }
    intervals.forEach(each -> each.groups().or(body.groups(each.k())));
    ByteOutput bytes = new ByteOutput(4096);
    BodyIndex index = body.build(bytes);
    return new Result(last, clock, intervals, counters.toMap(), index, bytes.toByteArray());
  }

  /** What user code threw where values were put together. */
  private static Throwable thrown(Throwable e) {
    return e instanceof ProtocolException && e.getCause() != null ? e.getCause() : e;
  }

  /**
   * What user code threw, or null. An exhausted stack is the record's fault, exhausted memory not.
   */
  private Throwable run(InRecord record, byte[] key, long k, long clockMillis) {
    try {
      flow.prepare(record, key, k, clockMillis);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return e;
    }
    try {
      if (careful) {
        flow.rehearse();
      }
      return null;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      needsCare = true;
      return e;
    }
  }

  private void deadLetter(BodyBuilder body, InRecord record, byte[] key, long k, Throwable reason) {
    String shard = stream + "/" + Lanes.shardOf(lane);
    String row =
        DeadLetterRow.ofRecord(
            shard,
            record.position(),
            reason,
            record.data(),
            record.partitionKey(),
            record.stampMillis());
    body.block(ShardFlow.groupOf(key), k, deadLetters)
        .writeBytes(key)
        .writeBytes(row.getBytes(StandardCharsets.UTF_8));
  }
}
