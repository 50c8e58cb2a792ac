package dev.sluice.local.kinesis.http;

import dev.sluice.local.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of our own endpoint, held against that of somebody else. */
class KinesisEndpointIT extends KinesisContract {
  private static Kinesis kinesis;

  @BeforeAll
  static void connect() {
    kinesis = new Kinesis(Endpoint.uriOrSkip(KinesisEndpointIT.class), true);
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
