package dev.sluice.local;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * The endpoint of a kinesis-local (npm) that somebody has started, named by the environment
 * variable {@value #VARIABLE}, such as {@code http://localhost:4568}.
 */
public final class KinesisLocal {
  private static final String VARIABLE = "SLUICE_KINESIS_LOCAL";

  private static final AtomicInteger STREAMS = new AtomicInteger();

  private KinesisLocal() {}

  /** A stream's name that no earlier run has left behind at an endpoint that goes on running. */
  public static String newStream() {
    return "test-" + System.currentTimeMillis() + "-" + STREAMS.incrementAndGet();
  }

  public static URI endpointOrSkip(Class<?> test) {
    String endpoint = System.getenv(VARIABLE);
    if (endpoint == null || endpoint.isBlank()) {
      String why =
          test.getSimpleName()
              + " skipped: "
              + VARIABLE
              + " names no endpoint of kinesis-local to compare with";
      System.out.println(why);
      Assumptions.abort(why);
    }
    return URI.create(endpoint);
  }
}
