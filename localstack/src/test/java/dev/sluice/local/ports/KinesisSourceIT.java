package dev.sluice.local.ports;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisSourceIT extends KinesisSourceContract {
  private static TestAws aws;
  private static KinesisClient kinesis;

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    kinesis = aws.kinesis(UrlConnectionHttpClient.create());
  }

  @AfterAll
  static void stop() {
    kinesis.close();
    aws.close();
  }

  @Override
  KinesisClient kinesis() {
    return kinesis;
  }
}
