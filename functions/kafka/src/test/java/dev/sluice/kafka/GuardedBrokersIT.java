package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchInfo;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreRefusedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class GuardedBrokersIT {
  private static EmbeddedKafka kafka;
  private static Topics topics;

  @BeforeAll
  static void start(EmbeddedKafka broker) throws Exception {
    kafka = broker;
    topics = new Topics(kafka);
    topics.create("guarded", 1);
  }

  @AfterAll
  static void stop() {
    topics.close();
  }

  private static KafkaSource source(String password) {
    Map<String, String> variables = new TreeMap<>();
    kafka
        .guarded(password)
        .forEach(
            (name, value) ->
                variables.put(
                    "SLUICE_KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    return new KafkaSource(KafkaSettings.of(variables), kafka.time::milliseconds);
  }

  @Test
  void passwordInTheVariablesLetsTheSourceIn() throws Exception {
    topics.put("guarded", 0, "k", "a");
    try (KafkaSource source = source(EmbeddedKafka.PASSWORD)) {
      assertThat(source.shards("guarded")).hasSize(1);
      assertThat(source.probe("guarded", "000000", Position.START).empty()).isFalse();
    }
  }

  @Test
  void wrongPasswordIsRefusedAndNotShown() {
    try (KafkaSource source = source("blab")) {
      assertThatThrownBy(() -> source.shards("guarded"))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("SaslAuthenticationException")
          .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("blab"));
    }
  }

  @Test
  void sinkWritesWithThePassword() throws Exception {
    topics.create("guarded-out", 1);
    KafkaSink<String> sink =
        new KafkaSink<>(
            () -> kafka.guarded(EmbeddedKafka.PASSWORD),
            "guarded-out",
            row -> KafkaSink.Message.text(null, row));
    try (KafkaShares<String> open = (KafkaShares<String>) sink.open("mine")) {
      open.accept(List.of("a"), new BatchInfo(1000, 0));
    }
    assertThat(topics.read("guarded-out")).hasSize(1);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
