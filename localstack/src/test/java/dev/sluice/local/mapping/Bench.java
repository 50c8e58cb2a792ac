package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** One shard, a function and virtual time: runs a machine and writes down what it does. */
final class Bench {

  static final String SHARD = "shardId-000000000000";
  static final MappingIdentity IDENTITY =
      MappingIdentity.of("arn:aws:kinesis:eu-central-1:123456789012:stream/sensors", "transform");

  final List<String> calls = new ArrayList<>();
  final List<Long> callTimes = new ArrayList<>();
  final List<DiscardedBatch> discarded = new ArrayList<>();
  final List<String> troubles = new ArrayList<>();
  final Tally tally = new Tally();
  final List<ShardRecord> source = new ArrayList<>();
  final ShardMachine machine;
  long nowMillis;
  boolean closed;
  Runnable afterStep = () -> {};
  int reads;
  private int position;

  Bench(MappingSettings settings) {
    this(settings, Disturbance.NONE);
  }

  Bench(MappingSettings settings, Disturbance disturbance) {
    machine = new ShardMachine(SHARD, settings, IDENTITY, disturbance, tally, null);
  }

  static MappingSettingsBuilder settings() {
    return MappingSettings.of("sensors", "transform").reportBatchItemFailures(true);
  }

  static ShardRecord record(int n) {
    return new ShardRecord(
        Integer.toString(n), "key", ByteBuffer.wrap(new byte[] {(byte) n}), Instant.EPOCH);
  }

  static ShardRecord record(int n, int bytes, long arrivalMillis) {
    return new ShardRecord(
        Integer.toString(n),
        "key",
        ByteBuffer.allocate(bytes),
        Instant.ofEpochMilli(arrivalMillis));
  }

  Bench put(int from, int to) {
    for (int n = from; n <= to; n++) {
      source.add(record(n));
    }
    return this;
  }

  Bench put(ShardRecord... records) {
    source.addAll(Arrays.asList(records));
    return this;
  }

  /**
   * Runs until all is processed and the shard is idle or finished, or {@code most} steps are done.
   */
  Bench run(int most, Function<Batch, Outcome> function) {
    for (int i = 0; i < most; i++) {
      Step step = machine.next(now());
      if (step instanceof Step.Finished
          || position == source.size() && !closed && machine.isIdle()) {
        return this;
      }
      perform(step, function);
      afterStep.run();
    }
    return this;
  }

  private void perform(Step step, Function<Batch, Outcome> function) {
    if (step instanceof Step.Pause pause) {
      if (pause.untilMillis() <= nowMillis) {
        throw new AssertionError("a pause that ends at " + pause.untilMillis() + " or before");
      }
      nowMillis = pause.untilMillis();
    } else if (step instanceof Step.Read read) {
      reads++;
      int to = Math.min(source.size(), position + read.limit());
      List<ShardRecord> found = List.copyOf(source.subList(position, to));
      position = to;
      boolean end = position == source.size();
      machine.read(found, end ? 0 : 1, closed && end, now());
    } else if (step instanceof Step.Invoke call) {
      calls.add(call.batch().first().sequenceNumber() + "-" + call.batch().last().sequenceNumber());
      callTimes.add(nowMillis);
      troubles.add(machine.answered(function.apply(call.batch()), now()));
    } else if (step instanceof Step.Refuse) {
      calls.add("refused");
      machine.refused(now());
    } else if (step instanceof Step.Discard discard) {
      discarded.add(discard.batch());
      machine.discarded(discard.batch());
    }
  }

  Moment now() {
    return new Moment(nowMillis, nowMillis);
  }

  String checkpoint() {
    return machine.checkpoint() instanceof Checkpoint.After after
        ? after.sequenceNumber()
        : String.valueOf(machine.checkpoint());
  }

  List<String> discardedRanges() {
    return discarded.stream()
        .map(d -> d.batch().first().sequenceNumber() + "-" + d.batch().last().sequenceNumber())
        .toList();
  }

  static Outcome success(Batch batch) {
    return new Outcome.Answered(null);
  }

  static Outcome error(Batch batch) {
    return new Outcome.Failed("thrown");
  }

  static Outcome partial(String... identifiers) {
    return new Outcome.Answered(response(identifiers));
  }

  static StreamsEventResponse response(String... identifiers) {
    return new StreamsEventResponse(
        new ArrayList<>(Arrays.stream(identifiers).map(BatchItemFailure::new).toList()));
  }

  /** Answers with the poison records of the batch, as a function does that goes on behind them. */
  static Function<Batch, Outcome> reporting(String... poison) {
    return batch ->
        partial(
            batch.records().stream()
                .map(ShardRecord::sequenceNumber)
                .filter(Arrays.asList(poison)::contains)
                .toArray(String[]::new));
  }

  /** Throws on a batch with a poison record. */
  static Function<Batch, Outcome> throwing(String poison) {
    return batch ->
        batch.records().stream().anyMatch(r -> r.sequenceNumber().equals(poison))
            ? error(batch)
            : success(batch);
  }
}
