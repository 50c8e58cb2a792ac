package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchInfo;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaSinkIT {
  private static EmbeddedKafka kafka;
  private static Topics topics;

  @BeforeAll
  static void start(EmbeddedKafka broker) {
    kafka = broker;
    topics = new Topics(kafka);
  }

  @AfterAll
  static void stop() {
    topics.close();
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return Topics.text(record.headers().lastHeader(KafkaSink.ID).value());
  }

  @Test
  void repeatedShareHasTheSameIdsAndNothingIsMissing() throws Exception {
    topics.create("copies", 2);
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    stream
                        .kinesis("in", Decoder.utf8())
                        .saveTo(
                            "copy",
                            Codecs.string(),
                            new KafkaSink<>(
                                kafka::config,
                                "copies",
                                line -> KafkaSink.Message.text(line, "v" + line))))
            .interval(Duration.ofSeconds(1))
            .buckets(1)
            .start();
    for (int i = 0; i < 700; i++) {
      run.send("in", Instant.ofEpochMilli(100), "k", "line" + i);
    }
    run.advance(Duration.ofSeconds(3));
    run.restart(); // the effects of the newest entry come again, as after a crash
    run.send("in", Instant.ofEpochMilli(4100), "k", "last");
    run.finish();

    List<ConsumerRecord<byte[], byte[]>> there = topics.read("copies");
    assertThat(there)
        .hasSizeGreaterThan(701)
        .allMatch(each -> Topics.text(each.value()).equals("v" + Topics.text(each.key())));
    assertThat(there.stream().map(each -> id(each) + " " + Topics.text(each.key())).distinct())
        .hasSize(701)
        .contains("copy/1000/0/0 line0", "copy/1000/0/699 line699", "copy/5000/0/0 last");
    assertThat(there.stream().map(ConsumerRecord::partition).distinct()).hasSize(2);
  }

  @Test
  void recordsOfAPartitionAreInTheOrderOfTheShare() throws Exception {
    topics.create("ordered", 1);
    List<Long> rows = LongStream.range(0, 2000).boxed().toList();
    KafkaSink<Long> sink =
        new KafkaSink<>(kafka::config, "ordered", row -> KafkaSink.Message.text(null, "" + row));
    try (KafkaShares<Long> open = (KafkaShares<Long>) sink.open("mine")) {
      open.accept(rows, new BatchInfo(1000, 0));
    }
    assertThat(topics.read("ordered").stream().map(each -> Long.valueOf(Topics.text(each.value()))))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void pairsHaveTheBytesOfTheirCodecs() throws Exception {
    topics.create("pairs", 1);
    KafkaSink<Pair<String, Long>> sink =
        KafkaSink.ofPairs(kafka::config, "pairs", Codecs.string(), Codecs.int64());
    try (var open = (KafkaShares<Pair<String, Long>>) sink.open("mine")) {
      open.accept(List.of(Pair.of("a", 7L)), new BatchInfo(1000, 0));
    }
    ConsumerRecord<byte[], byte[]> only = topics.read("pairs").get(0);
    assertThat(Codecs.string().decode(only.key())).isEqualTo("a");
    assertThat(Codecs.int64().decode(only.value())).isEqualTo(7L);
  }

  @Test
  void topicThatIsMissingIsAnErrorAndNoSilence() throws Exception {
    Map<String, Object> impatient = new HashMap<>(kafka.config());
    impatient.put("max.block.ms", 500);
    KafkaSink<String> sink =
        new KafkaSink<>(() -> impatient, "nowhere", row -> KafkaSink.Message.text(null, row));
    try (KafkaShares<String> open = (KafkaShares<String>) sink.open("mine")) {
      assertThatThrownBy(() -> open.accept(List.of("a"), new BatchInfo(1000, 0)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageStartingWith("could not write into topic 'nowhere': TimeoutException");
    }
  }
}
