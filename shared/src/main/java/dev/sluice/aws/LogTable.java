package dev.sluice.aws;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table that {@link DynamoDbLog} writes to, for stand-ins; on AWS a template makes it. */
public final class LogTable {
  private LogTable() {}

  /** A request that creates the table, on demand. */
  public static CreateTableRequest definition(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(key(LogItem.PARTITION_KEY, KeyType.HASH), key(LogItem.SORT_KEY, KeyType.RANGE))
        .attributeDefinitions(
            type(LogItem.PARTITION_KEY, ScalarAttributeType.S),
            type(LogItem.SORT_KEY, ScalarAttributeType.N))
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition type(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }
}
