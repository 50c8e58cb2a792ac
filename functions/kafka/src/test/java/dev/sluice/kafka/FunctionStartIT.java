package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionStartIT {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "AWS_REGION", "us-east-1",
              "SLUICE_APP", Sums.class.getName(),
              "SLUICE_NAME", "sums",
              "SLUICE_TABLE", "t",
              "SLUICE_OUTPUTS", "s3://out/a/",
              "SLUICE_SPILLS", "s3://spills/a/",
              "SLUICE_COORDINATOR", "c",
              "SLUICE_KAFKA_BOOTSTRAP_SERVERS", "localhost:9",
              "SLUICE_KAFKA_SASL_JAAS_CONFIG", "hush"));

  private String start() throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StartFunctions.class.getName());
    java.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
    java.environment().putAll(environment);
    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void usualFunctionsServeKafkaWhereTheModuleIsInTheirJar() throws Exception {
    assertThat(start()).contains("started 4").doesNotContain("hush");
  }

  @Test
  void functionsSayAtStartWhatIsWrongWithTheBrokersVariables() throws Exception {
    environment.remove("SLUICE_KAFKA_BOOTSTRAP_SERVERS");
    environment.put("SLUICE_KAFKA_SASL_MECANISM", "PLAIN");
    assertThat(start())
        .contains("SLUICE-F03", "SLUICE_KAFKA_BOOTSTRAP_SERVERS is not set")
        .contains("SLUICE_KAFKA_SASL_MECANISM: sasl.mecanism is no setting")
        .doesNotContain("hush", "started");
  }
}
