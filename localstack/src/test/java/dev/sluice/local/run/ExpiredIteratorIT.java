package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.aws.KinesisSource;
import dev.sluice.local.kinesis.Journal;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.mapping.EventSourceMapping;
import dev.sluice.local.mapping.MappingSettings;
import dev.sluice.local.mapping.Surroundings;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Whoever reads a shard more seldom than every five minutes finds its iterator expired. */
@Timeout(60)
class ExpiredIteratorIT {
  private static final String STREAM = "sensors";
  private static final Duration LONGER_THAN_ITERATORS_LIVE = Duration.ofMinutes(6);

  private final AtomicLong iteratorClock = new AtomicLong(System.currentTimeMillis());
  private final KinesisStreams streams =
      new KinesisStreams(
          new WallStamps(System::currentTimeMillis),
          iteratorClock::get,
          KinesisSettings.defaults(),
          Journal.none());
  private final LateKinesis handler = new LateKinesis();
  private final LocalServices services = LocalServices.start(LocalOptions.temporary(), handler);
  private final KinesisClient kinesis = services.clients().kinesis();
  private final Queue<String> delivered = new ConcurrentLinkedQueue<>();

  ExpiredIteratorIT() {
    handler.is(new KinesisEndpoint(streams));
    streams.createStream(STREAM, 2);
  }

  @AfterEach
  void close() {
    kinesis.close();
    services.close();
    streams.close();
  }

  @Test
  void theMappingDeliversEachRecordOnce() throws Exception {
    Queue<String> problems = new ConcurrentLinkedQueue<>();
    MappingSettings settings =
        MappingSettings.of(STREAM, "transform").pollInterval(Duration.ofMillis(20)).build();
    Surroundings around =
        Surroundings.of(System::currentTimeMillis).withProblems((what, why) -> problems.add(what));
    try (EventSourceMapping mapping =
        new EventSourceMapping(kinesis, this::keep, settings, around)) {
      mapping.start();
      for (int i = 0; i < 3; i++) {
        send(50);
        assertThat(mapping.awaitDrained(Duration.ofSeconds(30))).isTrue();
        letIteratorsExpire();
      }
    }
    assertThat(delivered).hasSize(150).doesNotHaveDuplicates();
    assertThat(problems).isEmpty();
  }

  @Test
  void theCoordinatorsProbeSeesTheShardAsItIs() {
    Source source = new KinesisSource(kinesis, Metrics.NONE);
    assertThat(probe(source).empty()).isTrue();
    letIteratorsExpire();
    assertThat(probe(source).empty()).isTrue();

    send(50);
    letIteratorsExpire();
    assertThat(probe(source).empty()).isFalse();
  }

  @Test
  void theCoordinatorsProbeSeesTheEndOfAShard() {
    Source source = new KinesisSource(kinesis, Metrics.NONE);
    assertThat(probe(source).ended()).isFalse();
    letIteratorsExpire();
    streams.splitShard(STREAM, "shardId-000000000000", BigInteger.TWO.pow(100));

    assertThat(probe(source).ended()).isTrue();
    letIteratorsExpire();
    assertThat(probe(source).children()).hasSize(2);
  }

  private static Source.Probe probe(Source source) {
    return source.probe(STREAM, "shardId-000000000000", Position.START);
  }

  private void letIteratorsExpire() {
    iteratorClock.addAndGet(LONGER_THAN_ITERATORS_LIVE.toMillis());
  }

  private void send(int count) {
    List<byte[]> lines =
        Stream.iterate(0, i -> i + 1)
            .limit(count)
            .map(i -> (i + ",line").getBytes(StandardCharsets.UTF_8))
            .toList();
    QuietSender.to(kinesis, STREAM).send(lines.iterator(), 0);
  }

  private StreamsEventResponse keep(KinesisEvent event) {
    event.getRecords().forEach(each -> delivered.add(each.getKinesis().getSequenceNumber()));
    return null;
  }
}
