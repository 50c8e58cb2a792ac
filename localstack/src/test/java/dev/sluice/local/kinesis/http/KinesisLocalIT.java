package dev.sluice.local.kinesis.http;

import dev.sluice.local.KinesisLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds the contract against an independent endpoint, so that it is not just our own opinion. */
class KinesisLocalIT extends KinesisContract {
  private static Kinesis kinesis;

  @BeforeAll
  static void connect() {
    kinesis = new Kinesis(KinesisLocal.endpointOrSkip(KinesisLocalIT.class), true);
  }

  @AfterAll
  static void close() {
    if (kinesis != null) {
      kinesis.close();
    }
  }

  @Override
  Kinesis kinesis() {
    return kinesis;
  }
}
