package dev.sluice.local.services;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes clients of the services of one place. Each call makes a new one, which the caller closes.
 */
public interface Clients {

  /** A client of Kinesis. */
  KinesisClient kinesis();

  /** A client of Kinesis that makes each call once, so that a lost answer shows. */
  KinesisClient kinesisWithoutRetries();

  /** A client of DynamoDB. */
  DynamoDbClient dynamoDb();

  /** A client of S3. */
  S3Client s3();
}
