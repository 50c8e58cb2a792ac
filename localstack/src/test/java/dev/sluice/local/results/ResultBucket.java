package dev.sluice.local.results;

import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 for the tests of a class, with a bucket of its own for each. */
public final class ResultBucket implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private LocalServices services;
  private S3Client s3;
  private int made;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    services = LocalServices.startStores(LocalOptions.temporary());
    s3 = services.clients().s3();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    made++;
    s3.createBucket(create -> create.bucket(name()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    services.close();
  }

  /** The name of the bucket, which is that of an app as well. */
  public String name() {
    return "results-" + made;
  }

  /** Where it is. */
  public URI endpoint() {
    return services.endpoint();
  }

  S3Client s3() {
    return s3;
  }

  /** Puts an object into it. */
  public void put(String key, String content) {
    s3.putObject(
        put -> put.bucket(name()).key(key),
        RequestBody.fromString(content, StandardCharsets.UTF_8));
  }
}
