package dev.sluice.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes the clients of the transform function, and does not use them. */
public final class ClientsHandler implements RequestHandler<Object, String> {
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final DynamoDbClient dynamo = DynamoDbClient.builder().httpClient(http).build();
  private final S3Client s3 = S3Client.builder().httpClient(http).build();
  private final KinesisClient kinesis = KinesisClient.builder().httpClient(http).build();

  @Override
  public String handleRequest(Object event, Context context) {
    return dynamo.serviceName() + s3.serviceName() + kinesis.serviceName();
  }
}
