package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.functions.SourceModule;
import dev.sluice.ports.SourceKind;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  private static final Map<String, String> SASL =
      Map.of(
          "SLUICE_KAFKA_BOOTSTRAP_SERVERS", "b1:9096,b2:9096",
          "SLUICE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
          "SLUICE_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
          "SLUICE_KAFKA_SASL_JAAS_CONFIG", "a.Module required password=\"hush\";",
          "SLUICE_KAFKA_ISOLATION_LEVEL", "read_committed",
          "SLUICE_KAFKA_STARTING_TIMESTAMP", "2026-11-01T00:00:00Z");

  @Test
  void variablesAreSettingsOfKafkasClients() {
    KafkaSettings settings = KafkaSettings.of(SASL);

    assertThat(settings.start()).contains(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(settings.consumer())
        .containsEntry("bootstrap.servers", "b1:9096,b2:9096")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("sasl.jaas.config", "a.Module required password=\"hush\";")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", "false")
        .doesNotContainKey("starting.timestamp");
    assertThat(settings.admin())
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("default.api.timeout.ms", "10000")
        .doesNotContainKeys("isolation.level", "enable.auto.commit");
  }

  @Test
  void timesOfTheUserAreTaken() {
    Map<String, String> patient =
        Map.of(
            "SLUICE_KAFKA_BOOTSTRAP_SERVERS", "b:9092",
            "SLUICE_KAFKA_DEFAULT_API_TIMEOUT_MS", "20000");
    assertThat(KafkaSettings.of(patient).admin()).containsEntry("default.api.timeout.ms", "20000");
  }

  @Test
  void lagAllowanceIsAMinuteUnlessSetAndNeverNegative() {
    String brokers = "SLUICE_KAFKA_BOOTSTRAP_SERVERS";
    String lag = "SLUICE_KAFKA_LAG_ALLOWANCE";
    assertThat(KafkaSettings.of(Map.of(brokers, "b:9092")).lagAllowance()).hasMinutes(1);
    assertThat(KafkaSettings.of(Map.of(brokers, "b:9092", lag, "PT0S")).lagAllowance()).isZero();
    assertThatThrownBy(() -> KafkaSettings.of(Map.of(brokers, "b:9092", lag, "PT-1S")))
        .hasMessageContaining(lag + " is 'PT-1S'; it must not be negative");
  }

  @Test
  void textShowsNoSecret() {
    assertThat(KafkaSettings.of(SASL).toString())
        .contains("sasl.jaas.config")
        .doesNotContain("hush");
  }

  @Test
  void allFaultsAreReportedTogetherAndNoSecret() {
    assertThatThrownBy(
            () ->
                KafkaSettings.of(
                    Map.of(
                        "SLUICE_KAFKA_SASL_JAS_CONFIG", "hush",
                        "SLUICE_KAFKA_ENABLE_AUTO_COMMIT", "true",
                        "SLUICE_KAFKA_LAG_ALLOWANCE", "60",
                        "SLUICE_KAFKA_STARTING_TIMESTAMP", "yesterday")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            SLUICE-F03 the function's environment is not right:
              SLUICE_KAFKA_STARTING_TIMESTAMP is 'yesterday'; it is written 2026-11-01T00:00:00Z
              SLUICE_KAFKA_LAG_ALLOWANCE is '60'; a duration is written PT60S
              SLUICE_KAFKA_ENABLE_AUTO_COMMIT: enable.auto.commit is no setting of Kafka's clients that can be given
              SLUICE_KAFKA_SASL_JAS_CONFIG: sasl.jas.config is no setting of Kafka's clients that can be given
              SLUICE_KAFKA_BOOTSTRAP_SERVERS is not set; it is the brokers, such as broker1:9092,broker2:9092"""
                .stripTrailing());
  }

  @Test
  void functionsFindTheModuleInTheirJar() {
    assertThat(ServiceLoader.load(SourceModule.class))
        .singleElement()
        .satisfies(
            module -> {
              assertThat(module.kind()).isEqualTo(SourceKind.KAFKA);
              assertThat(module.prefix()).isEqualTo("SLUICE_KAFKA_");
              assertThat(module.open(SASL, () -> 0)).isInstanceOf(KafkaSource.class);
            });
  }

  @Test
  void handlerSaysAtStartWhatItsEnvironmentLacks() {
    assertThatThrownBy(KafkaTransformFunction::new)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F03")
        .hasMessageContaining("SLUICE_APP is not set");
  }
}
