package dev.sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.aws.S3Files;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.FileStoreContract;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.StoreRefusedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

class S3FilesIT extends FileStoreContract {

  /** An own prefix for every test: the files of others are not seen. */
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private static TestAws aws;
  private static String bucket;
  private static S3Client s3;
  private String prefix;

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
  protected FileStore emptyStore() {
    prefix = "test-" + PREFIXES.incrementAndGet() + "/";
    return new S3Files(s3, bucket, prefix, Metrics.NONE);
  }

  @Override
  protected void put(String name, byte[] content) {
    s3.putObject(put -> put.bucket(bucket).key(prefix + name), RequestBody.fromBytes(content));
  }

  @Override
  protected void remove(String name) {
    s3.deleteObject(delete -> delete.bucket(bucket).key(prefix + name));
  }

  @Test
  void missingBucketIsRefused() {
    assertThatThrownBy(() -> new S3Files(s3, "no-such-bucket", "", Metrics.NONE).list("in/"))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("no-such-bucket");
  }
}
