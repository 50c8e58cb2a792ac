package dev.sluice.local.kinesis.http;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What Java clients speak. */
class KinesisCborIT extends EmbeddedKinesisContract {
  private static ServedKinesis served;

  @BeforeAll
  static void start() {
    served = serve(true);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Override
  boolean cbor() {
    return true;
  }

  @Override
  ServedKinesis served() {
    return served;
  }
}
