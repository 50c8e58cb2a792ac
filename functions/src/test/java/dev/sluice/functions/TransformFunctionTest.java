package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.engine.ProtocolException;
import dev.sluice.memory.MemoryRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransformFunctionTest {
  private final World world = new World();

  private StreamsEventResponse deliver(List<MemoryRecord> records) {
    return world.transform().handleRequest(Events.of(world.shard(), records), null);
  }

  @Test
  void committedBatchIsAnsweredWithNoFailures() {
    world.started();
    world.put("a,1", 0);
    world.put("b,2", 10);
    world.put("a,3", 20);

    assertThat(Events.failures(deliver(world.records()))).isEmpty();
    assertThat(world.problems).isEmpty();
    assertThat(world.finish()).isEqualTo(Map.of("sums-1001000.csv/part-00000", "a,4\nb,2\n"));
  }

  @Test
  void recordsThatComeByEnhancedFanOutAreOfTheSameStream() {
    world.started();
    world.put("a,1", 100);
    KinesisEvent event = Events.of(world.shard(), world.records());
    event
        .getRecords()
        .forEach(
            each ->
                each.setEventSourceARN(each.getEventSourceARN() + "/consumer/pumps:1793491200"));

    assertThat(Events.failures(world.transform().handleRequest(event, null))).isEmpty();
    assertThat(world.finish()).containsValue("a,1\n");
  }

  @Test
  void redeliveryAndOtherCutsChangeNothing() {
    World smooth = new World().started();
    world.started();
    for (int i = 0; i < 40; i++) {
      String line = i % 7 == 0 ? "broken" : "k" + i % 3 + "," + i;
      smooth.put(line, i * 130L);
      world.put(line, i * 130L);
    }
    smooth.transform().handleRequest(Events.of(smooth.shard(), smooth.records()), null);
    TransformFunction warm = world.transform();
    KinesisEvent first = Events.of(world.shard(), world.records().subList(0, 25));
    for (KinesisEvent each :
        List.of(
            first,
            first,
            Events.of(world.shard(), world.records().subList(3, 9)),
            Events.of(world.shard(), world.records().subList(20, 31)))) {
      assertThat(Events.failures(warm.handleRequest(each, null))).isEmpty();
      assertThat(Events.failures(world.transform().handleRequest(each, null))).isEmpty();
    }
    deliver(world.records());

    assertThat(world.finish()).isEqualTo(smooth.finish()).hasSizeGreaterThan(8);
  }

  @Test
  void troubleWithTheStoreNamesTheFirstRecordThatIsNotCommitted() {
    world.started();
    String padding = "," + "x".repeat(1024 * 1024);
    for (int i = 0; i < 7; i++) {
      world.put("k," + i + padding, i);
    }
    world.appendsLeft = 1;

    StreamsEventResponse answer = deliver(world.records());
    assertThat(Events.failures(answer)).containsExactly(world.records().get(4).sequence());
    assertThat(world.problems.get(0)).contains(world.records().get(4).sequence(), "a test");

    world.appendsLeft = Integer.MAX_VALUE;
    assertThat(Events.failures(deliver(world.records().subList(4, 7)))).isEmpty();
    assertThat(world.finish()).containsValue("k,21\n");
  }

  @Test
  void troubleFromTheStartNamesTheFirstRecord() {
    world.started();
    world.put("a,1", 0);
    world.put("a,2", 1);
    world.appendsLeft = 0;

    assertThat(Events.failures(deliver(world.records())))
        .containsExactly(world.records().get(0).sequence());
  }

  @Test
  void whatIsSaidOfACallNamesItsLaneItsBatchAndWhereThatGoesOn() {
    world.put("a,1", 0);
    world.put("a,2", 1);
    Map<String, String> said = new TreeMap<>();
    new TransformFunction(world.engine().transform(), (text, fields) -> said.putAll(fields))
        .handleRequest(Events.of(world.shard(), world.records()), null);
    String first = world.records().get(0).sequence();
    assertThat(said)
        .containsOnly(
            Map.entry("lane", "shard/" + Counts.STREAM + "/" + world.shard()),
            Map.entry("position", first),
            Map.entry("batch", first + " to " + world.records().get(1).sequence()));
  }

  @Test
  void callWhoseTimeIsUpCommitsWhatItHasAndNamesTheRest() {
    world.started();
    for (int i = 0; i < 100; i++) {
      world.put("k,1", i);
    }
    KinesisEvent event = Events.of(world.shard(), world.records());

    StreamsEventResponse answer = world.transform().handleRequest(event, new Call(2));
    assertThat(Events.failures(answer)).containsExactly(world.records().get(48).sequence());

    StreamsEventResponse late = world.transform().handleRequest(event, new Call(0));
    assertThat(Events.failures(late)).containsExactly(world.records().get(64).sequence());

    assertThat(Events.failures(world.transform().handleRequest(event, new Call(99)))).isEmpty();
    assertThat(world.finish()).containsOnly(Map.entry("sums-1001000.csv/part-00000", "k,100\n"));
  }

  @Test
  void callBeforeTheAppHasStartedIsRefusedAndWakesTheCoordinator() {
    world.put("a,1", 0);

    assertThat(Events.failures(deliver(world.records())))
        .containsExactly(world.records().get(0).sequence());
    assertThat(world.wakeUps).isEqualTo(1);
    assertThat(world.problems.get(0)).contains("SLUICE-E07", "has not started");
  }

  @Test
  void callOfAShardThatIsNotRegisteredIsRefusedUntilItIs() {
    world.started();
    String child = world.stream.split(world.shard()).get(0).id();
    MemoryRecord record = world.stream.putTo(child, "any", "a,1".getBytes(), World.START_MILLIS);
    KinesisEvent event = Events.of(child, List.of(record));

    assertThat(Events.failures(world.transform().handleRequest(event, null)))
        .containsExactly(record.sequence());
    assertThat(world.wakeUps).isEqualTo(1);

    world.engine().coordinator().run();
    assertThat(Events.failures(world.transform().handleRequest(event, null))).isEmpty();
    assertThat(world.finish()).containsValue("a,1\n");
  }

  @Test
  void recordForWhichUserCodeThrowsIsADeadLetterAndTheBatchGoesOn() {
    world.started();
    world.put("a,1", 0);
    MemoryRecord bad = world.put("a,one", 1);
    world.put("a,2", 2);

    assertThat(Events.failures(deliver(world.records()))).isEmpty();
    Map<String, String> files = world.finish();
    assertThat(files).containsValue("a,3\n");
    assertThat(files.get("dead-letter/lines-1001000.csv/part-00000"))
        .contains(world.shard(), bad.sequence(), "For input string", "utf8", "a,one");
  }

  @Test
  void borderThatIsPassedWakesTheCoordinator() {
    world.started();
    world.put("a,1", 0);
    deliver(world.records());
    int before = world.wakeUps;
    world.put("a,1", 500);
    deliver(world.records());
    assertThat(world.wakeUps).isEqualTo(before);
    world.put("a,1", 1500);
    deliver(world.records());
    assertThat(world.wakeUps).isEqualTo(before + 1);
  }

  @Test
  void emptyEventIsDone() {
    assertThat(Events.failures(deliver(List.of()))).isEmpty();
    assertThat(Events.failures(world.transform().handleRequest(new KinesisEvent(), null)))
        .isEmpty();
  }

  @Test
  void recordsOutOfOrderThrowAndSayWhere() {
    world.started();
    MemoryRecord first = world.put("a,1", 0);
    MemoryRecord second = world.put("a,2", 1);

    assertThatThrownBy(() -> deliver(List.of(second, first)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E10")
        .hasMessageContaining(first.sequence())
        .hasMessageContaining("parallelization factor");
    assertThat(world.problems.get(0)).contains(world.shard(), "SLUICE-E10");
  }

  @Test
  void recordBehindTheEndOfALaneThrowsWithItsPosition() {
    world.started();
    world.put("a,1", 0);
    deliver(world.records());
    world.stream.split(world.shard());
    world.engine().coordinator().run();
    MemoryRecord ghost =
        new MemoryRecord("9".repeat(56), World.START_MILLIS, "any", "a,1".getBytes());

    assertThatThrownBy(() -> deliver(List.of(ghost)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E06")
        .hasMessageContaining(ghost.sequence());
  }

  @Test
  void streamThatTheAppDoesNotReadIsRefusedByName() {
    world.started();
    MemoryRecord record = world.put("a,1", 0);
    KinesisEvent event =
        Events.event(List.of(Events.record("other-stream", world.shard(), record)));

    assertThatThrownBy(() -> world.transform().handleRequest(event, null))
        .hasMessageContaining("SLUICE-E14")
        .hasMessageContaining("other-stream")
        .hasMessageContaining("[lines]");
    assertThat(world.wakeUps).isZero();
  }

  @Test
  void eventOfSeveralShardsOrStreamsIsRefused() {
    world.started();
    MemoryRecord record = world.put("a,1", 0);
    for (KinesisEvent.KinesisEventRecord stranger :
        List.of(
            Events.record(Counts.STREAM, "shardId-000000000001", record),
            Events.record("others", world.shard(), record))) {
      KinesisEvent event =
          Events.event(List.of(Events.record(Counts.STREAM, world.shard(), record), stranger));
      assertThatThrownBy(() -> world.transform().handleRequest(event, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SLUICE-F01");
    }
  }

  @Test
  void eventThatNoMappingOfKinesisMakesIsRefusedWithThePlace() {
    world.started();
    MemoryRecord record = world.put("a,1", 0);
    List<KinesisEvent.KinesisEventRecord> broken = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      broken.add(Events.record(Counts.STREAM, world.shard(), record));
    }
    broken.get(0).setEventID(null);
    broken.get(1).setEventID("shardId-000000000000");
    broken.get(2).setEventSourceARN("arn:aws:sqs:us-east-1:123456789012:queue");
    broken.get(3).setKinesis(null);
    broken.get(4).getKinesis().setSequenceNumber("12x");
    broken.get(5).getKinesis().setPartitionKey(null);
    for (KinesisEvent.KinesisEventRecord each : broken) {
      KinesisEvent event =
          Events.event(List.of(Events.record(Counts.STREAM, world.shard(), record), each));
      assertThatThrownBy(() -> world.transform().handleRequest(event, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SLUICE-F05 record 2 of 2");
    }
  }
}
