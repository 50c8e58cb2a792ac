package dev.sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.aws.DynamoDbLog;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryLog;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.LogStoreContract;
import dev.sluice.ports.Metrics;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbLogIT extends LogStoreContract {
  /** An own app for every test: the lanes of others are not seen. */
  private static final AtomicInteger APPS = new AtomicInteger();

  private static TestAws aws;
  private static String table;
  private static DynamoDbClient dynamo;

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    dynamo = aws.dynamo(UrlConnectionHttpClient.create());
    table = aws.createLogTable();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
    aws.close();
  }

  @Override
  protected LogStore emptyLog() {
    return log(dynamo, Metrics.NONE);
  }

  @Test
  void retryAfterALostAnswerFindsItsOwnEntry() {
    LosingHttpClient http = new LosingHttpClient(UrlConnectionHttpClient.create());
    try (DynamoDbClient client = aws.dynamo(http)) {
      LogStore log = log(client, Metrics.NONE);
      http.lose(1);
      assertThat(log.append("lane", 0, new byte[] {1, 2}, Instant.MAX))
          .isEqualTo(new Append.Appended());
      assertThat(http.takeSent()).as("the put, and the SDK's own repetition").isEqualTo(2);
      assertThat(log.read("lane", 0, 10)).hasSize(1);
    }
  }

  @Test
  void callerWhoNeverHeardFindsItsOwnEntryLater() {
    LosingHttpClient http = new LosingHttpClient(UrlConnectionHttpClient.create());
    try (DynamoDbClient client = aws.dynamo(http)) {
      LogStore log = log(client, Metrics.NONE);
      http.lose(1000);
      assertThat(log.append("lane", 0, new byte[] {1, 2}, Instant.MAX))
          .isInstanceOf(Append.Throttled.class);
      http.lose(0);
      assertThat(log.append("lane", 0, new byte[] {1, 2, 3}, Instant.MAX))
          .isEqualTo(new Append.Lost());
      assertThat(log.append("lane", 0, new byte[] {1, 2}, Instant.MAX))
          .isEqualTo(new Append.Appended());
    }
  }

  @Test
  void memoryCountsTheSameUnitsAsTheService() {
    CountingMetrics real = new CountingMetrics();
    CountingMetrics model = new CountingMetrics();
    use(log(dynamo, real));
    use(new MemoryLog(new MemoryClock(Instant.EPOCH), model));
    assertThat(model.snapshot()).isEqualTo(real.snapshot());
    assertThat(real.value("log.write_units")).isGreaterThan(100);
    assertThat(real.value("log.read_units")).isGreaterThan(100);
  }

  /** Sizes keep off the borders of units: the model does not know the name of the app. */
  private static void use(LogStore log) {
    log.head("lane");
    for (int n = 0; n < 10; n++) {
      log.append("lane", n, new byte[500 + 1024 * n], Instant.ofEpochSecond(4_000_000_000L));
      log.append("lane", n, new byte[600], Instant.MAX);
      log.head("lane");
    }
    log.read("lane", 0, 100);
    log.read("lane", 3, 2);
    for (int n = 0; n < 4; n++) {
      log.append("large", n, new byte[390_000], Instant.MAX);
    }
    log.read("large", 0, 100);
    log.read("none", 0, 100);
  }

  private static LogStore log(DynamoDbClient client, Metrics metrics) {
    return new DynamoDbLog(client, table, "app-" + APPS.incrementAndGet(), metrics);
  }
}
