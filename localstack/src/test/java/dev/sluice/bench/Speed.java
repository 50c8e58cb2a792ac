package dev.sluice.bench;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.sun.management.OperatingSystemMXBean;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.functions.FunctionLog;
import dev.sluice.functions.TransformFunction;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Position;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Records a second on one thread: parse, key by pump, sliding window of 60 s every 1 s, files. The
 * input is in memory before; transform, steps, windows, state and outputs are measured together.
 */
final class Speed {
  private static final int RECORDS = 500_000;
  private static final int ROUNDS = 8;
  private static final int RATE = 10_000;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final String ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/sensors";

  private Speed() {}

  static void engine() {
    for (int keys : new int[] {10, 1000}) {
      for (int perCall : new int[] {1000, 10_000}) {
        report("engine", keys, calls(keys, perCall), Speed::applyAll);
      }
    }
  }

  static void lambda() {
    for (int keys : new int[] {10, 1000}) {
      for (int perCall : new int[] {1000, 10_000}) {
        List<KinesisEvent> events = calls(keys, perCall).stream().map(Speed::event).toList();
        report("through the Lambda event classes", keys, events, Speed::handleAll);
      }
    }
  }

  private static void applyAll(MemoryWorld world, List<List<InRecord>> calls) {
    String shard = world.shard();
    for (List<InRecord> call : calls) {
      require(world.transforming.transform().apply(Pressure.STREAM, shard, call).why().isEmpty());
      world.coordinateIfWoken();
    }
  }

  private static void handleAll(MemoryWorld world, List<KinesisEvent> events) {
    TransformFunction function =
        new TransformFunction(
            world.transforming.transform(), FunctionLog.lines(System.err::println));
    for (KinesisEvent event : events) {
      require(function.handleRequest(event, null).getBatchItemFailures().isEmpty());
      world.coordinateIfWoken();
    }
  }

  private static <C> void report(
      String what, int keys, List<C> calls, BiConsumer<MemoryWorld, List<C>> work) {
    Duration second = Duration.ofSeconds(1);
    Plan plan = Plan.of(new Pressure(Duration.ofMinutes(1), second, second), Map.of());
    EngineSettings settings =
        new EngineSettings(second, 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    double best = 0;
    double bestOfCpu = 0;
    for (int round = 0; round < ROUNDS; round++) {
      MemoryWorld world = new MemoryWorld(plan, settings);
      long start = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      work.accept(world, calls);
      bestOfCpu = Math.max(bestOfCpu, RECORDS * 1e3 / (SYSTEM.getProcessCpuTime() - cpu));
      best = Math.max(best, RECORDS * 1e3 / (System.nanoTime() - start));
      require(!world.outputs.list("pressure-").isEmpty());
    }
    System.out.printf(
        "%s, %d keys, %d records a call: %.2f million records/s (%.2f per second of CPU)%n",
        what, keys, RECORDS / calls.size(), best, bestOfCpu);
  }

  private static void require(boolean worked) {
    if (!worked) {
      throw new IllegalStateException("a call was not committed, or no window was published");
    }
  }

  private static List<List<InRecord>> calls(int keys, int perCall) {
    Readings readings = new Readings(keys, RATE, 0);
    Random random = new Random(1);
    List<List<InRecord>> calls = new ArrayList<>();
    for (int from = 0; from < RECORDS; from += perCall) {
      List<InRecord> call = new ArrayList<>(perCall);
      for (int i = from; i < from + perCall; i++) {
        call.add(
            new InRecord(
                Position.of(sequence(i)),
                readings.stampMillis(i),
                readings.pump(i),
                readings.line(i, random)));
      }
      calls.add(call);
    }
    return calls;
  }

  private static String sequence(int number) {
    return "49" + "0".repeat(44) + (1_000_000_000 + number);
  }

  private static KinesisEvent event(List<InRecord> call) {
    List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>(call.size());
    for (InRecord each : call) {
      KinesisEvent.Record data = new KinesisEvent.Record();
      data.setSequenceNumber(each.position().sequence());
      data.setPartitionKey(each.partitionKey());
      data.setApproximateArrivalTimestamp(Date.from(Instant.ofEpochMilli(each.stampMillis())));
      data.setData(ByteBuffer.wrap(each.data()));
      KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
      record.setEventID("shardId-000000000000:" + data.getSequenceNumber());
      record.setEventSourceARN(new String(ARN)); // decoded for each record, as Lambda does
      record.setKinesis(data);
      records.add(record);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }
}
