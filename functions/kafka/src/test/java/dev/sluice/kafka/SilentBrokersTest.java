package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.MemoryClock;
import dev.sluice.ports.Position;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilentBrokersTest {
  private final MemoryClock clock = new MemoryClock(Instant.EPOCH);

  private KafkaSource source(String brokers) {
    return new KafkaSource(
        KafkaSettings.of(
            Map.of(
                "SLUICE_KAFKA_BOOTSTRAP_SERVERS", brokers,
                "SLUICE_KAFKA_DEFAULT_API_TIMEOUT_MS", "300",
                "SLUICE_KAFKA_REQUEST_TIMEOUT_MS", "200")),
        clock);
  }

  @Test
  void brokersThatDoNotAnswerAreNotAskedForEveryPartition() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        KafkaSource source = source("localhost:" + silent.getLocalPort())) {
      assertThatThrownBy(() -> source.shards("lines"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageStartingWith("could not list the partitions of topic 'lines': Timeout");
      assertThatThrownBy(() -> source.probe("lines", "000000", Position.START))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("the brokers did not answer a moment ago");

      clock.set(Instant.EPOCH.plus(Duration.ofSeconds(10)));
      assertThatThrownBy(() -> source.probe("lines", "000000", Position.START))
          .hasMessageStartingWith("could not list the partitions of topic 'lines': Timeout");
    }
  }

  @Test
  void settingsThatNoClientCanUseAreRefused() {
    try (KafkaSource source = source("no port")) {
      assertThatThrownBy(() -> source.shards("lines"))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageStartingWith("could not make a client of Kafka: ConfigException: ");
    }
  }
}
