package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.BatchInfo;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {
  private static final BatchInfo BATCH = new BatchInfo(20000, 3);

  private final Map<String, Object> given = new HashMap<>(Map.of("bootstrap.servers", "b:9092"));
  private Map<String, Object> used;

  /** Writes when it is flushed, all but one record. */
  private static final class Faulty extends MockProducer<byte[], byte[]> {
    private final RuntimeException fault;

    Faulty(RuntimeException fault) {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.fault = fault;
    }

    @Override
    public synchronized void flush() {
      for (int i = 0; i < history().size(); i++) {
        if (i == 1 && fault != null) {
          errorNext(fault);
        } else {
          completeNext();
        }
      }
    }
  }

  private BatchFunction<String> open(MockProducer<byte[], byte[]> producer) {
    KafkaSink<String> sink =
        new KafkaSink<>(
            () -> given,
            "out",
            row -> {
              if (row.isEmpty()) {
                throw new IllegalArgumentException("an empty row");
              }
              return new KafkaSink.Message(null, Topics.bytes(row));
            },
            settings -> {
              used = settings;
              return producer;
            });
    return sink.open("mine");
  }

  private static List<String> ids(MockProducer<byte[], byte[]> producer) {
    return producer.history().stream()
        .map(each -> Topics.text(each.headers().lastHeader(KafkaSink.ID).value()))
        .toList();
  }

  @Test
  void idsAreTheSameForTheSameShare() throws Exception {
    Faulty first = new Faulty(null);
    open(first).accept(List.of("a", "b"), BATCH);
    Faulty second = new Faulty(null);
    open(second).accept(List.of("a", "b"), BATCH);

    assertThat(ids(first)).containsExactly("mine/20000/3/0", "mine/20000/3/1");
    assertThat(ids(second)).isEqualTo(ids(first));
    assertThat(second.history()).extracting(ProducerRecord::topic).containsOnly("out");
  }

  /** As where no broker answers: each record is waited for as long as one may be. */
  @Test
  void shareOfWhichARecordIsNotWrittenAtOnceWaitsForNoOther() {
    MockProducer<byte[], byte[]> silent =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            Future<RecordMetadata> sent = super.send(record);
            errorNext(new TimeoutException("no metadata"));
            return sent;
          }
        };
    assertThatThrownBy(() -> open(silent).accept(List.of("a", "b", "c"), BATCH))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(silent.history()).hasSize(1);
  }

  @Test
  void oneRecordThatIsNotWrittenFailsTheShare() {
    assertThatThrownBy(
            () ->
                open(new Faulty(new NotEnoughReplicasException("1 of 2")))
                    .accept(List.of("a", "b", "c"), BATCH))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage(
            "could not write into topic 'out': NotEnoughReplicasException: 1 of 2;"
                + " it may work later");
    assertThatThrownBy(
            () ->
                open(new Faulty(new TopicAuthorizationException("out")))
                    .accept(List.of("a", "b", "c"), BATCH))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("repeating will not help");
  }

  @Test
  void nothingIsWrittenOfAShareOfWhichAValueHasNoRecord() {
    Faulty producer = new Faulty(null);
    assertThatThrownBy(() -> open(producer).accept(List.of("a", ""), BATCH))
        .hasMessage("an empty row");
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void producerIsClosedWithTheFunction() throws Exception {
    Faulty producer = new Faulty(null);
    ((AutoCloseable) open(producer)).close();
    assertThat(producer.closed()).isTrue();
  }

  @Test
  void settingsOfTheUserStandBesideThoseThatTheSinkNeeds() {
    given.put("delivery.timeout.ms", 5000);
    given.put("acks", "all");
    open(new Faulty(null));

    assertThat(used)
        .containsEntry("bootstrap.servers", "b:9092")
        .containsEntry("delivery.timeout.ms", 5000)
        .containsEntry("max.block.ms", 30_000)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true");
  }

  @Test
  void settingsAgainstThePromiseAreRefusedAndNotShown() {
    given.putAll(Map.of("acks", "1", "enable.idempotence", false, "transactional.id", "secret"));
    assertThatThrownBy(() -> open(new Faulty(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SLUICE-K02 ")
        .hasMessageContaining("[acks, enable.idempotence, transactional.id]")
        .hasMessageNotContaining("secret");
  }
}
