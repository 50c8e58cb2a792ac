package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventSourceMappingTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final Surroundings around =
      Surroundings.of(System::currentTimeMillis)
          .withProblems((message, cause) -> problems.add(message));

  private static MappingSettingsBuilder settings() {
    return Bench.settings()
        .pollInterval(Duration.ofMillis(2))
        .retryBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)));
  }

  private StreamsEventResponse keep(KinesisEvent event) {
    event.getRecords().forEach(record -> delivered.add(record.getEventID()));
    return null;
  }

  private EventSourceMapping mapping(FakeKinesis kinesis, KinesisFunction function) {
    return new EventSourceMapping(kinesis, function, settings().build(), around);
  }

  @Test
  void everyShardIsDeliveredInOrder() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a").shard("b").shard("c");
    kinesis.put("a", 1, 250);
    kinesis.put("c", 1, 3);
    try (EventSourceMapping mapping = mapping(kinesis, this::keep)) {
      mapping.start();
      assertThat(mapping.awaitDrained(LONG)).isTrue();
      assertThat(mapping.drained()).isTrue();
      assertThat(mapping.counters().recordsDelivered()).isEqualTo(253);
      kinesis.put("b", 1, 1);
      assertThat(mapping.awaitDrained(LONG)).isTrue();
    }
    assertThat(delivered).hasSize(254).contains("b:1");
    assertThat(delivered.stream().filter(id -> id.startsWith("a:")))
        .containsExactlyElementsOf(
            java.util.stream.IntStream.rangeClosed(1, 250).mapToObj(n -> "a:" + n).toList());
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void childrenStartWhenTheirParentsAreProcessed(boolean namesChildren) throws Exception {
    FakeKinesis kinesis = new FakeKinesis(namesChildren).shard("a").shard("b");
    kinesis.put("a", 1, 3);
    AtomicInteger failures = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(3);
    KinesisFunction function =
        event -> {
          if (event.getRecords().get(0).getEventID().startsWith("a:")
              && failures.incrementAndGet() <= 5) {
            failing.countDown();
            throw new IllegalStateException("not yet");
          }
          return keep(event);
        };
    try (EventSourceMapping mapping = mapping(kinesis, function)) {
      mapping.start();
      assertThat(failing.await(30, TimeUnit.SECONDS)).isTrue();
      kinesis.shard("c", "a").shard("d", "a");
      kinesis.put("c", 1, 1);
      kinesis.put("d", 1, 1);
      kinesis.put("b", 1, 1);
      kinesis.shard("e", "d", "b");
      kinesis.put("e", 1, 2);
      assertThat(mapping.awaitDrained(LONG)).isTrue();
    }
    List<String> order = List.copyOf(delivered);
    assertThat(order)
        .containsExactlyInAnyOrder("a:1", "a:2", "a:3", "b:1", "c:1", "d:1", "e:1", "e:2")
        .containsSubsequence("a:1", "a:2", "a:3", "c:1")
        .containsSubsequence("a:3", "d:1", "e:1", "e:2")
        .containsSubsequence("b:1", "e:1");
  }

  @Test
  void closingWaitsForTheCallAtWorkAndTheNextMappingGoesOnBehindIt() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a");
    kinesis.put("a", 1, 20);
    MappingSettings settings = settings().batchSize(10).build();
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger interrupts = new AtomicInteger();
    KinesisFunction slow =
        event -> {
          called.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            interrupts.incrementAndGet();
          }
          return keep(event);
        };
    EventSourceMapping first = new EventSourceMapping(kinesis, slow, settings, around);
    first.start();
    assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(first.drained()).isFalse();
    Thread closing = new Thread(first::close);
    closing.start();
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(delivered).isEmpty();
    release.countDown();
    closing.join();
    assertThat(delivered).hasSize(10);
    assertThat(interrupts).hasValue(0);

    try (EventSourceMapping second =
        new EventSourceMapping(kinesis, this::keep, settings, around)) {
      second.start();
      assertThat(second.awaitDrained(LONG)).isTrue();
    }
    assertThat(delivered).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void aFinishedShardIsNotReadAgainAfterARestart() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a").shard("b", "a");
    kinesis.put("a", 1, 3);
    kinesis.put("b", 1, 3);
    for (int i = 0; i < 2; i++) {
      try (EventSourceMapping mapping = mapping(kinesis, this::keep)) {
        mapping.start();
        assertThat(mapping.awaitDrained(LONG)).isTrue();
      }
    }
    assertThat(delivered).containsExactly("a:1", "a:2", "a:3", "b:1", "b:2", "b:3");
  }

  @Test
  void copiesOfACallRunAtTheSameTimeWithAPartOfItsRecords() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a");
    kinesis.put("a", 1, 3);
    CyclicBarrier together = new CyclicBarrier(2);
    KinesisFunction function =
        event -> {
          together.await(30, TimeUnit.SECONDS);
          return keep(event);
        };
    Disturbance twice =
        (shard, batch) -> new Disturbance.Delivery(batch.records().size(), 2, 0, false, false);
    try (EventSourceMapping mapping =
        new EventSourceMapping(
            kinesis, function, settings().build(), around.withDisturbance(twice))) {
      mapping.start();
      assertThat(mapping.awaitDrained(LONG)).isTrue();
      assertThat(delivered).containsExactlyInAnyOrder("a:1", "a:2", "a:3", "a:1", "a:2");
      assertThat(mapping.counters().invocations()).isEqualTo(2);
      assertThat(mapping.counters().recordsDelivered()).isEqualTo(5);
    }
  }

  @Test
  void aDestinationThatRefusesGetsTheBatchAgain() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a");
    kinesis.put("a", 1, 3);
    AtomicInteger attempts = new AtomicInteger();
    FailureDestination destination =
        batch -> {
          if (attempts.incrementAndGet() < 3) {
            throw new java.io.IOException("full");
          }
          delivered.add(batch.batch().first().sequenceNumber() + " given up");
        };
    KinesisFunction function =
        event -> {
          throw new AssertionError("an error that is no exception");
        };
    try (EventSourceMapping mapping =
        new EventSourceMapping(
            kinesis,
            function,
            settings().maximumRetryAttempts(1).build(),
            around.withOnFailure(destination))) {
      mapping.start();
      assertThat(mapping.awaitDrained(LONG)).isTrue();
      assertThat(mapping.counters()).isEqualTo(new MappingCounters(2, 6, 0, 1, 0, 1, 3));
    }
    assertThat(attempts).hasValue(3);
    assertThat(delivered).containsExactly("1 given up");
    assertThat(problems).anyMatch(p -> p.contains("on-failure destination refused"));
  }

  @Test
  void errorOfAnyKindIsAFunctionErrorAndTheMappingOutlivesIt() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a");
    kinesis.put("a", 1, 3);
    AtomicInteger calls = new AtomicInteger();
    KinesisFunction function =
        event -> {
          if (calls.incrementAndGet() == 1) {
            throw new ServiceConfigurationError("of a test");
          }
          return keep(event);
        };
    try (EventSourceMapping mapping = mapping(kinesis, function)) {
      mapping.start();
      assertThat(mapping.awaitDrained(LONG)).isTrue();
    }
    assertThat(delivered).containsExactly("a:1", "a:2", "a:3");
  }

  private void assertReadAgain(Consumer<FakeKinesis> troubledTwice) throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a");
    kinesis.put("a", 1, 3);
    troubledTwice.accept(kinesis);
    try (EventSourceMapping mapping = mapping(kinesis, this::keep)) {
      mapping.start();
      assertThat(mapping.awaitDrained(LONG)).isTrue();
    }
    assertThat(delivered).containsExactly("a:1", "a:2", "a:3");
    assertThat(problems)
        .hasSize(2)
        .allMatch(each -> each.contains("Cannot read a now; it is read again"));
  }

  @Test
  void readsThatFailAreRepeatedAndReported() throws Exception {
    assertReadAgain(kinesis -> kinesis.failReads(2));
  }

  @Test
  void aBlockedShardIsNotDrainedAndHoldsNoOtherBack() throws Exception {
    FakeKinesis kinesis = new FakeKinesis(true).shard("a").shard("b");
    kinesis.put("a", 1, 1);
    kinesis.put("b", 1, 1);
    CountDownLatch other = new CountDownLatch(1);
    KinesisFunction function =
        event -> {
          if (event.getRecords().get(0).getEventID().startsWith("a:")) {
            throw new NotInvokedException("throttled");
          }
          other.countDown();
          return keep(event);
        };
    try (EventSourceMapping mapping = mapping(kinesis, function)) {
      mapping.start();
      assertThat(other.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(mapping.awaitDrained(Duration.ofMillis(20))).isFalse();
      assertThat(mapping.drained()).isFalse();
      assertThat(mapping.processedMillis()).as("nothing of a is").isEqualTo(Long.MIN_VALUE);
    }
    assertThat(delivered).containsExactly("b:1");
  }

  @Test
  void howFarAllIsProcessedIsKnownWhereRecordsNeverEnd() throws Exception {
    long start = System.currentTimeMillis();
    FakeKinesis kinesis = new FakeKinesis(true).shard("a").shard("b");
    kinesis.put("a", 1, 1);
    CountDownLatch far = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger next = new AtomicInteger(2);
    KinesisFunction function =
        event -> {
          int number = next.getAndIncrement();
          if (number < 50) {
            kinesis.put("a", number, number);
          } else {
            far.countDown();
            goOn.await();
          }
          return keep(event);
        };
    try (EventSourceMapping mapping = mapping(kinesis, function)) {
      mapping.start();
      assertThat(far.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(mapping.processedMillis()).as("the 49th is at work").isEqualTo(48);
      goOn.countDown();
      assertThat(mapping.awaitDrained(LONG)).isTrue();
      assertThat(mapping.processedMillis()).isGreaterThanOrEqualTo(start);
    }
  }

  @Test
  void answersThatFailInTheMiddleAreReadAgainWhole() throws Exception {
    assertReadAgain(kinesis -> kinesis.tearAnswers(2));
  }

  @Test
  void readsThatLackMemoryAreRepeated() throws Exception {
    assertReadAgain(kinesis -> kinesis.lackMemory(2));
  }

  @Test
  void aMissingStreamIsNamed() {
    MappingSettings settings = MappingSettings.of("nothing", "transform").build();
    try (EventSourceMapping mapping =
        new EventSourceMapping(new FakeKinesis(true), this::keep, settings, around)) {
      assertThatThrownBy(mapping::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("no stream 'nothing'", "create it first");
    }
  }
}
