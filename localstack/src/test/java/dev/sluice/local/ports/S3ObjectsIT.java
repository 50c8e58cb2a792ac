package dev.sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.aws.S3Objects;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.ObjectStore.Put;
import dev.sluice.ports.ObjectStoreContract;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectsIT extends ObjectStoreContract {

  /** An own prefix for every test: the objects of others are not seen. */
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private static TestAws aws;
  private static String bucket;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    s3 = aws.s3(UrlConnectionHttpClient.create());
    bucket = aws.createBucket();
  }

  @AfterAll
  static void stop() {
    s3.close();
    aws.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    return objects(s3, Metrics.NONE);
  }

  @Test
  void putWhoseAnswerWasLostIsThereAndIsSaidToExist() {
    LosingHttpClient http = new LosingHttpClient(UrlConnectionHttpClient.create());
    try (S3Client client = aws.s3(http)) {
      ObjectStore objects = objects(client, Metrics.NONE);
      http.lose(1);
      assertThat(objects.putIfAbsent("a", new byte[] {1, 2})).isEqualTo(Put.EXISTS);
      assertThat(http.takeSent()).as("the put, and the SDK's own repetition").isEqualTo(2);
      assertThat(objects.get("a").orElseThrow()).containsExactly(1, 2);
    }
  }

  @Test
  void putThatIsNeverHeardOfIsUnavailable() {
    LosingHttpClient http = new LosingHttpClient(UrlConnectionHttpClient.create());
    try (S3Client client = aws.s3(http)) {
      ObjectStore objects = objects(client, Metrics.NONE);
      http.lose(1000);
      assertThatThrownBy(() -> objects.putIfAbsent("a", new byte[] {1, 2}))
          .isInstanceOf(StoreUnavailableException.class);
      http.lose(0);
      assertThat(objects.putIfAbsent("a", new byte[] {3})).isEqualTo(Put.EXISTS);
      assertThat(objects.get("a").orElseThrow()).containsExactly(1, 2);
    }
  }

  @Test
  void missingBucketIsRefused() {
    ObjectStore objects = new S3Objects(s3, "no-such-bucket", "", Metrics.NONE);
    assertThatThrownBy(() -> objects.list(""))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("no-such-bucket");
    assertThatThrownBy(() -> objects.get("a")).isInstanceOf(StoreRefusedException.class);
  }

  @Test
  void requestsAreCountedAsTheyAreBilled() {
    CountingMetrics metrics = new CountingMetrics();
    ObjectStore objects = objects(s3, metrics);
    objects.putIfAbsent("a", new byte[10]);
    objects.putIfAbsent("a", new byte[20]);
    objects.get("a");
    objects.getRange("b", 0, 1);
    objects.list("");
    assertThat(metrics.snapshot())
        .containsEntry("objects.puts", 2.0)
        .containsEntry("objects.bytes_written", 10.0)
        .containsEntry("objects.gets", 2.0)
        .containsEntry("objects.lists", 1.0);
  }

  private static ObjectStore objects(S3Client client, Metrics metrics) {
    return new S3Objects(client, bucket, "test-" + PREFIXES.incrementAndGet() + "/", metrics);
  }
}
