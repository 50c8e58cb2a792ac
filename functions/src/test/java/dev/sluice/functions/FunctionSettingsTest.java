package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionSettingsTest {
  private static Map<String, String> right() {
    return new TreeMap<>(
        Map.of(
            "SLUICE_APP", "com.example.App",
            "SLUICE_NAME", "pumps",
            "SLUICE_TABLE", "lanes",
            "SLUICE_OUTPUTS", "s3://results/",
            "SLUICE_SPILLS", "s3://spills/pumps/",
            "SLUICE_COORDINATOR", "pumps-coordinator"));
  }

  private static FunctionSettings with(String variable, String value) {
    Map<String, String> environment = right();
    environment.put(variable, value);
    return FunctionSettings.of(environment);
  }

  @Test
  void whatIsNotSaidHasDefaults() {
    FunctionSettings settings = FunctionSettings.of(right());
    assertThat(settings.appClass()).isEqualTo("com.example.App");
    assertThat(settings.outputs()).isEqualTo(new S3Place("results", ""));
    assertThat(settings.spills()).isEqualTo(new S3Place("spills", "pumps/"));
    assertThat(settings.tables()).isEmpty();
    assertThat(settings.engine().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.engine().buckets()).isEqualTo(1);
    assertThat(settings.engine().skewAllowance()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.engine().entryLifetime()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.engine().bucketsInline()).isEqualTo(8);
    assertThat(settings.engine().trust()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.bucketFunction()).isEmpty();
    assertThat(settings.files()).isEmpty();
    assertThat(settings.idleAllowance()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.checkpoints())
        .isEqualTo(new CheckpointSettings(Duration.ofMinutes(10), new StartFrom.Newest()));
  }

  @Test
  void everythingCanBeSaid() {
    Map<String, String> environment = right();
    environment.put("SLUICE_TABLE_VENDOR", "s3://tables/vendors.csv");
    environment.put("SLUICE_BROADCAST_UNIT_PRICES", "s3://tables/prices.csv");
    environment.put("SLUICE_INTERVAL", "PT0.5S");
    environment.put("SLUICE_BUCKETS", "16");
    environment.put("SLUICE_SKEW_ALLOWANCE", "PT3S");
    environment.put("SLUICE_DELIVERY_TRUST", "PT0S");
    environment.put("SLUICE_ENTRY_LIFETIME", "P30D");
    environment.put("SLUICE_BUCKETS_INLINE", "4");
    environment.put("SLUICE_BUCKET_FUNCTION", "pumps-bucket");
    environment.put("SLUICE_PARALLELIZATION_FACTOR", "1");
    environment.put("SLUICE_STARTING_POSITION", "AT_TIMESTAMP");
    environment.put("SLUICE_STARTING_TIMESTAMP", "2026-11-01T00:00:00Z");
    environment.put("SLUICE_FILES", "s3://arrivals/today/");
    environment.put("SLUICE_DYNAMODB_IDLE_ALLOWANCE", "PT90S");
    environment.put("SLUICE_CHECKPOINT_EVERY", "PT1H");
    environment.put("SLUICE_RESTORE", "17");
    environment.put("AWS_REGION", "us-east-1");

    FunctionSettings settings = FunctionSettings.of(environment);
    assertThat(settings.checkpoints())
        .isEqualTo(new CheckpointSettings(Duration.ofHours(1), new StartFrom.Numbered(17)));
    assertThat(settings.files()).contains(new S3Place("arrivals", "today/"));
    assertThat(settings.idleAllowance()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.start()).contains(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(settings.tables()).isEqualTo(Map.of("vendor", new S3Place("tables", "vendors.csv")));
    assertThat(settings.broadcasts())
        .isEqualTo(Map.of("unit_prices", new S3Place("tables", "prices.csv")));
    assertThat(settings.engine().interval()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.engine().trust()).isZero();
    assertThat(settings.engine().buckets()).isEqualTo(16);
    assertThat(settings.engine().skewAllowance()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.engine().entryLifetime()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.engine().bucketsInline()).isEqualTo(4);
    assertThat(settings.bucketFunction()).isEqualTo("pumps-bucket");
  }

  @Test
  void wrongCheckpointsAreRefusedTogether() {
    Map<String, String> environment = right();
    environment.put("SLUICE_CHECKPOINT_EVERY", "-PT1S");
    environment.put("SLUICE_RESTORE", "oldest");
    assertThatThrownBy(() -> FunctionSettings.of(environment))
        .hasMessageContaining("SLUICE-C04")
        .hasMessageContaining("SLUICE-C05")
        .hasMessageContaining("oldest");
  }

  @Test
  void tablesAndBroadcastsCanBeNamedInOneVariable() {
    Map<String, String> environment = right();
    environment.put("SLUICE_TABLES", "vendor=s3://tables/v=1.csv, maintenance=s3://tables/m.csv");
    environment.put("SLUICE_BROADCASTS", "prices=s3://tables/prices.csv");
    environment.put("SLUICE_BROADCAST_RATES", "s3://tables/rates.csv");

    FunctionSettings settings = FunctionSettings.of(environment);
    assertThat(settings.tables())
        .isEqualTo(
            Map.of(
                "vendor", new S3Place("tables", "v=1.csv"),
                "maintenance", new S3Place("tables", "m.csv")));
    assertThat(settings.broadcasts())
        .isEqualTo(
            Map.of(
                "prices", new S3Place("tables", "prices.csv"),
                "rates", new S3Place("tables", "rates.csv")));
  }

  @Test
  void emptyListsNameNothing() {
    assertThat(with("SLUICE_TABLES", "").tables()).isEmpty();
    assertThat(with("SLUICE_BROADCASTS", " ").broadcasts()).isEmpty();
  }

  @Test
  void tableThatIsNamedTwoWaysIsRefused() {
    Map<String, String> environment = right();
    environment.put("SLUICE_TABLES", "vendor=s3://tables/v.csv");
    environment.put("SLUICE_TABLE_VENDOR", "s3://tables/other.csv");

    assertThatThrownBy(() -> FunctionSettings.of(environment))
        .hasMessageContaining(
            "SLUICE_TABLES names vendor, and so does SLUICE_TABLE_VENDOR; leave one out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1793491200", "2026-11-01T00:00:00Z"})
  void startIsATimeOrSeconds(String start) {
    Map<String, String> environment = right();
    environment.put("SLUICE_STARTING_POSITION", "AT_TIMESTAMP");
    environment.put("SLUICE_STARTING_TIMESTAMP", start);

    assertThat(FunctionSettings.of(environment).start())
        .contains(Instant.parse("2026-11-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "-1", "123456789012"})
  void startThatIsNoTimeIsRefused(String start) {
    Map<String, String> environment = right();
    environment.put("SLUICE_STARTING_POSITION", "AT_TIMESTAMP");
    environment.put("SLUICE_STARTING_TIMESTAMP", start);

    assertThatThrownBy(() -> FunctionSettings.of(environment))
        .hasMessageContaining("SLUICE_STARTING_TIMESTAMP is '" + start + "'")
        .hasMessageContaining("seconds since 1970");
  }

  @Test
  void emptyEnvironmentNamesAllThatIsMissing() {
    assertThatThrownBy(() -> FunctionSettings.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F03")
        .hasMessageContaining("SLUICE_APP is not set; it is the class of the app")
        .hasMessageContaining("SLUICE_NAME is not set")
        .hasMessageContaining("SLUICE_TABLE is not set")
        .hasMessageContaining("SLUICE_OUTPUTS is not set")
        .hasMessageContaining("SLUICE_SPILLS is not set")
        .hasMessageContaining("SLUICE_COORDINATOR is not set");
  }

  @Test
  void allFaultsAreReportedTogetherAndOnlyThose() {
    Map<String, String> environment = right();
    environment.put("SLUICE_INTERVAL", "ten seconds");
    environment.put("SLUICE_BUCKETS", "0");
    environment.put("SLUICE_ENTRY_LIFETIME", "PT1M");
    environment.put("SLUICE_STARTING_POSITION", "LATEST");

    assertThatThrownBy(() -> FunctionSettings.of(environment))
        .satisfies(
            e ->
                assertThat(e.getMessage().lines().skip(1).map(String::strip))
                    .satisfiesExactly(
                        one -> assertThat(one).startsWith("SLUICE_INTERVAL is 'ten seconds'"),
                        one -> assertThat(one).startsWith("SLUICE_BUCKETS is '0': SLUICE-C02"),
                        one ->
                            assertThat(one)
                                .startsWith("SLUICE_ENTRY_LIFETIME is 'PT1M': SLUICE-C03"),
                        one ->
                            assertThat(one)
                                .startsWith("SLUICE_STARTING_POSITION is 'LATEST'")
                                .contains("TRIM_HORIZON")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "SLUICE_OUTPUTS,results,must be s3://bucket",
        "SLUICE_OUTPUTS,s3:///x/,must be s3://bucket",
        "SLUICE_OUTPUTS,s3://results,must be s3://bucket",
        "SLUICE_OUTPUTS,s3://results/x,ends with a slash",
        "SLUICE_OUTPUTS,s3://spills/,overlap",
        "SLUICE_SPILLS,s3://results/spills/,overlap",
        "SLUICE_TABLE_VENDOR,s3://tables/,the key is missing",
        "SLUICE_NAME,oil pumps,not the name of an app",
        "SLUICE_INTERVAL,PT0.01S,SLUICE-C01",
        "SLUICE_INTERVAL,PT2H,SLUICE-C01",
        "SLUICE_SKEW_ALLOWANCE,PT-1S,SLUICE-C03",
        "SLUICE_DELIVERY_TRUST,PT-1S,SLUICE-C06",
        "SLUICE_BUCKETS,2.5,whole number",
        "SLUICE_BUCKETS,1025,SLUICE-C02",
        "SLUICE_BUCKETS_INLINE,-1,negative",
        "SLUICE_BUCKETS,9,SLUICE_BUCKET_FUNCTION is not set",
        "SLUICE_PARALLELIZATION_FACTOR,2,split shards",
        "SLUICE_PARALLELIZATION_FACTOR,0,factor 1",
        "SLUICE_STARTING_POSITION,LATEST,missed",
        "SLUICE_STARTING_POSITION,AT_TIMESTAMP,SLUICE_STARTING_TIMESTAMP is not set",
        "SLUICE_BUCKTES,4,means nothing",
        "SLUICE_TABLES,vendor,must be s3://bucket",
        "SLUICE_TABLES,vendor=s3://tables/,the key is missing",
        "SLUICE_TABLES,s3://tables/v.csv,has no name",
        "SLUICE_TABLES,\"a=s3://t/a,\",must be s3://bucket",
        "SLUICE_TABLES,\"a=s3://t/a,a=s3://t/b\",names a twice",
        "SLUICE_BROADCASTS,prices=tables,must be s3://bucket",
      })
  void valueThatCannotBeRightIsRefusedByName(String variable, String value, String why) {
    assertThatThrownBy(() -> with(variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F03")
        .hasMessageContaining(variable)
        .hasMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
  }
}
