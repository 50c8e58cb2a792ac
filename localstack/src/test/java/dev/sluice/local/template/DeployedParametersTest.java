package dev.sluice.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What parameters of the template do to its resources, and what holds whatever they say. */
class DeployedParametersTest {
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";

  private static DeployedTemplate with(String... namesAndValues) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new DeployedTemplate(given);
  }

  private static Map<String, Object> only(DeployedTemplate of, String type) {
    Map<String, Map<String, Object>> found = of.resources(type);
    assertThat(found).hasSize(1);
    return found.values().iterator().next();
  }

  private static Map<String, Object> table(DeployedTemplate of) {
    return only(of, "AWS::DynamoDB::Table");
  }

  private static Map<String, Object> stream(DeployedTemplate of) {
    return only(of, "AWS::Kinesis::Stream");
  }

  private static Map<String, Object> mapping(DeployedTemplate of) {
    return only(of, "AWS::Lambda::EventSourceMapping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Table", "Bucket", "Stream", "SecondStream"})
  void whatCannotBeMadeAgainOutlivesTheStack(String resource) {
    assertThat(with().written(resource))
        .containsEntry("DeletionPolicy", "RetainExceptOnCreate")
        .containsEntry("UpdateReplacePolicy", "Retain");
  }

  @Test
  void tableIsBilledByUseRecoverableAndEncrypted() {
    assertThat(table(with()))
        .containsEntry("BillingMode", "PAY_PER_REQUEST")
        .containsEntry(
            "PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true))
        .containsEntry("SSESpecification", Map.of("SSEEnabled", true, "SSEType", "KMS"))
        .containsEntry("DeletionProtectionEnabled", "false")
        .doesNotContainKeys("WarmThroughput", "TableName");
    assertThat(
            table(
                with(
                    "DeletionProtection", "true",
                    "TableName", "lanes",
                    "WarmReadUnits", "12000",
                    "WarmWriteUnits", "4000")))
        .containsEntry("DeletionProtectionEnabled", "true")
        .containsEntry("TableName", "lanes")
        .containsEntry(
            "WarmThroughput", Map.of("ReadUnitsPerSecond", "12000", "WriteUnitsPerSecond", "4000"));
  }

  @Test
  void bucketIsEncryptedPrivateAndForTlsOnly() {
    Map<String, Object> bucket = only(with(), "AWS::S3::Bucket");
    assertThat(String.valueOf(bucket.get("BucketEncryption"))).contains("SSEAlgorithm=AES256");
    assertThat(DeployedTemplate.map(bucket.get("PublicAccessBlockConfiguration")))
        .hasSize(4)
        .allSatisfy((name, value) -> assertThat(value).isEqualTo(true));
    List<?> statements =
        (List<?>)
            DeployedTemplate.map(only(with(), "AWS::S3::BucketPolicy").get("PolicyDocument"))
                .get("Statement");
    assertThat(statements)
        .map(DeployedTemplate::map)
        .allSatisfy(
            each ->
                assertThat(each)
                    .containsEntry("Effect", "Deny")
                    .containsEntry("Principal", "*")
                    .containsEntry("Action", "s3:*")
                    .containsEntry(
                        "Resource",
                        List.of(DeployedTemplate.BUCKET, DeployedTemplate.BUCKET + "/*")))
        .extracting(each -> each.get("Condition"))
        .containsExactly(
            Map.of("Bool", Map.of("aws:SecureTransport", "false")),
            Map.of("NumericLessThan", Map.of("s3:TlsVersion", "1.2")));
  }

  @Test
  void keyOfOnesOwnIsUsedEverywhere() {
    DeployedTemplate own = with("KmsKeyArn", KEY);
    assertThat(DeployedTemplate.map(table(own).get("SSESpecification")))
        .containsEntry("KMSMasterKeyId", KEY);
    assertThat(DeployedTemplate.map(stream(own).get("StreamEncryption")))
        .containsEntry("KeyId", KEY);
    assertThat(String.valueOf(only(own, "AWS::S3::Bucket").get("BucketEncryption")))
        .contains("KMSMasterKeyID=" + KEY);
    assertThat(own.ofAllFunctions()).containsEntry("KmsKeyArn", KEY);
    assertThat(own.resources("AWS::Logs::LogGroup"))
        .hasSize(3)
        .allSatisfy((name, group) -> assertThat(group).containsEntry("KmsKeyId", KEY));
    assertThat(with().ofAllFunctions()).doesNotContainKey("KmsKeyArn");
  }

  @Test
  void streamIsMadeAsItsModeSays() {
    assertThat(stream(with("ShardCount", "7"))).doesNotContainKey("ShardCount");
    assertThat(stream(with()))
        .containsEntry("StreamModeDetails", Map.of("StreamMode", "ON_DEMAND"))
        .containsEntry(
            "StreamEncryption", Map.of("EncryptionType", "KMS", "KeyId", "alias/aws/kinesis"));
    assertThat(stream(with("StreamMode", "PROVISIONED", "ShardCount", "7")))
        .containsEntry("StreamModeDetails", Map.of("StreamMode", "PROVISIONED"))
        .containsEntry("ShardCount", "7");
    DeployedTemplate existing = with("StreamMode", "EXISTING");
    assertThat(existing.resources("AWS::Kinesis::Stream")).isEmpty();
    assertThat(mapping(existing)).containsEntry("EventSourceArn", DeployedTemplate.STREAM);
  }

  @Test
  void mappingReadsAsItsParametersSay() {
    assertThat(mapping(with()))
        .containsEntry("EventSourceArn", DeployedTemplate.STREAM)
        .containsEntry("Enabled", "true");
    assertThat(mapping(with("EnhancedFanOut", "true")))
        .containsEntry("EventSourceArn", "StreamConsumer");
    assertThat(
            mapping(
                with("BatchSize", "10", "BatchingWindowSeconds", "0", "MappingEnabled", "false")))
        .containsEntry("BatchSize", "10")
        .containsEntry("MaximumBatchingWindowInSeconds", "0")
        .containsEntry("Enabled", "false");
  }

  /** All functions are told it, and one that keeps its version keeps what it was told. */
  @Test
  void anotherTimeBetweenCheckpointsIsAnotherVersionOfEachFunction() {
    DeployedTemplate other = with("CheckpointEvery", "PT7M");
    assertThat(other.environment()).containsEntry("SLUICE_CHECKPOINT_EVERY", "PT7M");
    assertThat(other.resources("AWS::Serverless::Function").values())
        .hasSize(3)
        .allSatisfy(
            each -> assertThat(String.valueOf(each.get("VersionDescription"))).contains(" PT7M "));
  }

  @Test
  void functionsAreBuiltAndRunAsTheirParametersSay() {
    assertThat(with().ofAllFunctions())
        .containsEntry("Runtime", "java21")
        .containsEntry("Architectures", List.of("arm64"))
        .containsEntry("Tracing", "Active")
        .containsEntry("AutoPublishAlias", "live")
        .containsEntry("SnapStart", Map.of("ApplyOn", "None"))
        .doesNotContainKey("VpcConfig");
    DeployedTemplate other =
        with("SnapStart", "true", "SubnetIds", "subnet-1", "SecurityGroupIds", "sg-1");
    assertThat(other.ofAllFunctions())
        .containsEntry("SnapStart", Map.of("ApplyOn", "PublishedVersions"))
        .containsEntry("VpcConfig", Map.of("SubnetIds", "subnet-1", "SecurityGroupIds", "sg-1"));
    assertThat(with("LogRetentionDays", "5").resources("AWS::Logs::LogGroup"))
        .hasSize(3)
        .allSatisfy((name, group) -> assertThat(group).containsEntry("RetentionInDays", "5"));
  }
}
