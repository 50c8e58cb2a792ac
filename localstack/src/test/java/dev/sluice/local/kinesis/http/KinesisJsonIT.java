package dev.sluice.local.kinesis.http;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the AWS CLI and Python clients speak. */
class KinesisJsonIT extends EmbeddedKinesisContract {
  private static ServedKinesis served;

  @BeforeAll
  static void start() {
    served = serve(false);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Override
  boolean cbor() {
    return false;
  }

  @Override
  ServedKinesis served() {
    return served;
  }
}
