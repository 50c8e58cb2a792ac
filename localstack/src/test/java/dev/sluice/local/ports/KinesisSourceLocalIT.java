package dev.sluice.local.ports;

import dev.sluice.local.KinesisLocal;
import dev.sluice.local.services.LocalClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The source over an independent endpoint. */
class KinesisSourceLocalIT extends KinesisSourceContract {
  private static KinesisClient kinesis;

  @BeforeAll
  static void connect() {
    kinesis = new LocalClients(KinesisLocal.endpointOrSkip(KinesisSourceLocalIT.class)).kinesis();
  }

  @AfterAll
  static void close() {
    if (kinesis != null) {
      kinesis.close();
    }
  }

  @Override
  KinesisClient kinesis() {
    return kinesis;
  }
}
