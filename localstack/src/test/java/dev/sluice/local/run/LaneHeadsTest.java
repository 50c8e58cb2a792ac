package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ForwardingObjects;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Outside;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where lanes stand, and for how long results are waited for, in the course of an app. */
class LaneHeadsTest {
  private static final String STREAM = "lines";
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration DISORDER = Duration.ofSeconds(3);
  private static final String FIRST = Lanes.shard(STREAM, "shardId-000000000000");

  private boolean refuses;
  private final MemoryClock clock = new MemoryClock(START);
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryLog log = new MemoryLog(clock, metrics);
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryStream stream = new MemoryStream(STREAM, 2);
  private final Plan plan =
      Plan.of(
          context ->
              context
                  .kinesis(STREAM, Decoder.utf8())
                  .withEventTime(Instant::parse, DISORDER)
                  .saveAsTextFiles("lines"),
          Map.of());
  private final Engine engine =
      new Engine(
          plan,
          new EngineSettings(INTERVAL, 2, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 2),
          new Ports(
              log,
              new Outputs(new MemoryObjects(metrics)),
              spills,
              stream,
              clock,
              new MemoryIds(),
              new Nobody(),
              metrics,
              text -> {}));

  /** Refuses to be put into as long as the test says so. */
  private final class Outputs extends ForwardingObjects {
    Outputs(ObjectStore objects) {
      super(objects);
    }

    @Override
    public Put putIfAbsent(String name, byte[] content) {
      if (refuses) {
        throw new StoreUnavailableException("not now", null);
      }
      return super.putIfAbsent(name, content);
    }
  }

  /** Whoever looks changes nothing. */
  private record OnlyRead(LogStore log) implements LogStore {
    @Override
    public Append append(String lane, long number, byte[] entry, Instant expiry) {
      throw new IllegalStateException("a look puts entry " + number + " into lane " + lane);
    }

    @Override
    public Optional<LogEntry> head(String lane) {
      return log.head(lane);
    }

    @Override
    public List<LogEntry> read(String lane, long fromNumber, int limit) {
      return log.read(lane, fromNumber, limit);
    }
  }

  @BeforeEach
  void start() {
    engine.coordinator().run();
  }

  private LaneHeads heads() {
    Outside app = Outside.of(plan, new OnlyRead(log), spills, clock).orElseThrow();
    return LaneHeads.read(app, clock.nowMillis());
  }

  /** A record that says when it arrives comes to the first shard and is delivered. */
  private Position deliver() {
    String shard = Lanes.shardOf(FIRST);
    byte[] data =
        Instant.ofEpochMilli(clock.nowMillis()).toString().getBytes(StandardCharsets.UTF_8);
    MemoryRecord put = stream.putTo(shard, "k", data, clock.nowMillis());
    Position position = Position.of(put.sequence());
    engine
        .transform()
        .apply(STREAM, shard, List.of(new InRecord(position, put.stampMillis(), "k", data)));
    return position;
  }

  private void sleep(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void appWithoutRecordsWaitsForNothing() {
    sleep(100);
    LaneHeads heads = heads();
    assertThat(heads.lagMillis()).isZero();
    assertThat(heads.shards())
        .hasSize(2)
        .containsEntry(FIRST, new LaneHeads.Shard(0, Position.START));
    assertThat(heads.watermarks()).containsExactly(Long.MIN_VALUE);
  }

  @Test
  void recordsAreWaitedForFromTheEndOfTheirBatchUntilItIsPublished() {
    deliver();
    Position last = deliver();
    assertThat(heads().shards()).containsEntry(FIRST, new LaneHeads.Shard(2, last));
    assertThat(heads().lagMillis()).as("its batch is not over").isZero();
    sleep(25);
    deliver();
    assertThat(heads().lagMillis()).as("the first batch ended at 10 s").isEqualTo(15_000);
    engine.coordinator().run();
    LaneHeads published = heads();
    assertThat(published.lagMillis()).as("what came at 25 s is over at 30 s").isZero();
    assertThat(published.watermarks()).containsExactly(START.minus(DISORDER).toEpochMilli());
    assertThat(published.buckets().get(Lanes.SUCCESS).borderMillis())
        .isEqualTo(START.plus(INTERVAL).toEpochMilli());
    assertThat(published.buckets()).containsKey(Lanes.bucket(1, 0));
    sleep(10);
    assertThat(heads().lagMillis()).isEqualTo(5_000);
  }

  @Test
  void batchThatIsCompleteAndNotPublishedIsWaitedFor() {
    deliver();
    sleep(15);
    refuses = true;
    assertThatThrownBy(() -> engine.coordinator().run())
        .isInstanceOf(StoreUnavailableException.class);
    sleep(2);
    LaneHeads stuck = heads();
    assertThat(stuck.watermarks()).as("it has its border").doesNotContain(Long.MIN_VALUE);
    assertThat(stuck.lagMillis()).isEqualTo(7_000);
    refuses = false;
    engine.coordinator().run();
    assertThat(heads().lagMillis()).isZero();
  }

  @Test
  void finishedAppWaitsForNothing() {
    deliver();
    sleep(20);
    while (!engine.coordinator().finish()) {
      sleep(10);
    }
    sleep(1000);
    assertThat(heads().lagMillis()).isZero();
  }
}
