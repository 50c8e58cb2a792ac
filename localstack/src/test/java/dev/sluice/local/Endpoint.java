package dev.sluice.local;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The AWS of somebody else that tests run against: the environment variable {@value #VARIABLE},
 * such as {@code http://localhost:4566}, or {@value #ACCOUNT} for the account that the SDK finds.
 */
public final class Endpoint {
  public static final String VARIABLE = "SLUICE_ENDPOINT";

  /** Stands before the variable, for a test that starts an endpoint itself. */
  public static final String PROPERTY = "sluice.endpoint";

  public static final String ACCOUNT = "aws";

  private static final long STARTED_MILLIS = System.currentTimeMillis();
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Endpoint() {}

  /** A name for a stream, table or bucket that no other run has used. */
  public static String newName() {
    return "sluice-test-" + STARTED_MILLIS + "-" + NAMES.incrementAndGet();
  }

  /** Waits until a stream is there and is not being changed; looks every 200 ms, not every 10 s. */
  public static void awaitStream(KinesisClient kinesis, String stream) {
    kinesis
        .waiter()
        .waitUntilStreamExists(
            request -> request.streamName(stream),
            waiter ->
                waiter
                    .maxAttempts(500)
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(200))));
  }

  public static Optional<String> given() {
    String given = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return Optional.ofNullable(given).filter(text -> !text.isBlank());
  }

  /** For tests of an endpoint itself, which have nothing to do without one. */
  public static URI uriOrSkip(Class<?> test) {
    Optional<URI> uri = given().filter(text -> !text.equals(ACCOUNT)).map(URI::create);
    if (uri.isEmpty()) {
      skip(test, VARIABLE + " names no endpoint to compare with");
    }
    return uri.orElseThrow();
  }

  /** Ends a test as skipped, and says why where somebody sees it. */
  public static void skip(Class<?> test, String reason) {
    String why = test.getSimpleName() + " skipped: " + reason;
    System.out.println(why);
    Assumptions.abort(why);
  }
}
