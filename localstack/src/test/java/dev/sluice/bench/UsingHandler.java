package dev.sluice.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the clients of the transform function, takes its event, and reads and puts an item as a
 * call of it does at least.
 */
public final class UsingHandler implements RequestHandler<KinesisEvent, String> {
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final DynamoDbClient dynamo = DynamoDbClient.builder().httpClient(http).build();
  private final S3Client s3 = S3Client.builder().httpClient(http).build();
  private final KinesisClient kinesis = KinesisClient.builder().httpClient(http).build();

  @Override
  public String handleRequest(KinesisEvent event, Context context) {
    String table = System.getenv("SLUICE_TABLE");
    AttributeValue lane = AttributeValue.fromS("bench");
    dynamo.query(
        query ->
            query
                .tableName(table)
                .keyConditionExpression("pk = :lane")
                .expressionAttributeValues(Map.of(":lane", lane)));
    String number = String.valueOf(event.getRecords().size());
    dynamo.putItem(
        put -> put.tableName(table).item(Map.of("pk", lane, "sk", AttributeValue.fromN(number))));
    return s3.serviceName() + kinesis.serviceName();
  }
}
