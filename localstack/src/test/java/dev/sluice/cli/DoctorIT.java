package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DynamoDB Local and the Kinesis endpoint are asked; Lambda and S3's settings are made up. */
@Timeout(120)
class DoctorIT {
  private static final String ARN = "arn:aws:lambda:us-east-1:1:function:";
  private static final String VARIABLES =
      """
      "SLUICE_APP":"%s","SLUICE_NAME":"counts","SLUICE_TABLE":"t",
      "SLUICE_OUTPUTS":"s3://counts-bucket/outputs/","SLUICE_SPILLS":"s3://counts-bucket/spills/",
      "SLUICE_COORDINATOR":"counts-coordinator:live","SLUICE_ENTRY_LIFETIME":"P14D",
      "SLUICE_STARTING_POSITION":"AT_TIMESTAMP","SLUICE_STARTING_TIMESTAMP":"1735689600"
      """;

  private DeployedStack stack;

  @BeforeEach
  void deploy() throws IOException {
    stack = new DeployedStack(CountingApp.STREAM);
    stack.with("StreamName", CountingApp.STREAM);
    for (String role : new String[] {"Transform", "Coordinator", "Bucket"}) {
      String name = "counts-" + role.toLowerCase(Locale.ROOT);
      stack.with(role + "FunctionName", name);
      stack.with(role + "AliasArn", ARN + name + ":live");
      String alias = (ARN + name + ":live").replace(":", "%3A");
      stack.knows("/2015-03-31/functions/" + name + "/aliases/live", "{\"FunctionVersion\":\"3\"}");
      stack.knows("/2019-09-30/functions/" + name + "/concurrency", "{}");
      stack.knows(
          "/2019-09-25/functions/" + alias + "/event-invoke-config",
          "{\"MaximumRetryAttempts\":0,\"MaximumEventAgeInSeconds\":60}");
      stack.knows(
          "/2015-03-31/event-source-mappings?FunctionName=" + name, "{\"EventSourceMappings\":[]}");
    }
    runs("com.example.Counts");
    mapping(1);
    rights("dynamodb:*");
    schedule("ENABLED");
    stack.knows(
        "/counts-bucket?publicAccessBlock",
        """
        <PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>
        <IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>
        <RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>
        """);
    stack.knows(
        "/counts-bucket?lifecycle",
        """
        <LifecycleConfiguration><Rule><ID>spills</ID><Status>Enabled</Status>
        <Filter><Prefix>spills/spill/</Prefix></Filter><Expiration><Days>15</Days></Expiration>
        </Rule></LifecycleConfiguration>
        """);
  }

  /** All functions run this app. */
  private void runs(String appClass) {
    for (String role : List.of("transform", "coordinator", "bucket")) {
      String name = "counts-" + role;
      stack.knows(
          "/2015-03-31/functions/" + name + "/configuration?Qualifier=3",
          "{\"FunctionName\":\""
              + name
              + "\",\"Role\":\"arn:aws:iam::1:role/"
              + name
              + "-role\",\"Version\":\"3\",\"State\":\"Active\","
              + "\"CodeSha256\":\"digest\",\"Environment\":{\"Variables\":{"
              + VARIABLES.formatted(appClass)
              + "}}}");
    }
  }

  /** Whatever role is asked for has these. */
  private void rights(String ofTheTable) {
    String policy =
        """
        {"Statement":[{"Effect":"Allow","Action":"%s","Resource":"arn:aws:dynamodb:us-east-1:1:table/counts-Table-1A"},
        {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::counts-bucket/*"},
        {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::counts-bucket"},
        {"Effect":"Allow","Action":"kinesis:*","Resource":"arn:aws:kinesis:us-east-1:1:stream/lines"}]}
        """
            .formatted(ofTheTable);
    iam("ListRolePolicies", "<PolicyNames><member>p</member></PolicyNames>");
    iam("GetRolePolicy", "<PolicyDocument>" + encoded(policy) + "</PolicyDocument>");
    iam(
        "ListAttachedRolePolicies",
        "<AttachedPolicies><member><PolicyArn>arn:aws:iam::1:policy/q</PolicyArn></member>"
            + "</AttachedPolicies>");
    iam("GetPolicy", "<Policy><DefaultVersionId>v2</DefaultVersionId></Policy>");
    shared("lambda:InvokeFunction");
  }

  /** To all roles this policy is attached. */
  private void shared(String ofFunctions) {
    String policy =
        """
        {"Statement":{"Effect":"Allow","Action":"%s",
        "Resource":"arn:aws:lambda:us-east-1:1:function:counts-*"}}
        """
            .formatted(ofFunctions);
    iam(
        "GetPolicyVersion",
        "<PolicyVersion><Document>" + encoded(policy) + "</Document></PolicyVersion>");
  }

  private void iam(String action, String result) {
    stack.knows(
        "Action=" + action,
        "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>".formatted(action, result));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void schedule(String state) {
    stack.knows("AWSEvents.ListRuleNamesByTarget", "{\"RuleNames\":[\"every-minute\"]}");
    stack.knows(
        "AWSEvents.DescribeRule",
        "{\"Name\":\"every-minute\",\"ScheduleExpression\":\"rate(1 minute)\",\"State\":\""
            + state
            + "\"}");
    stack.knows(
        "AWSEvents.ListTargetsByRule",
        "{\"Targets\":[{\"Id\":\"t\",\"Arn\":\""
            + ARN
            + "counts-coordinator:live\",\"RetryPolicy\":{\"MaximumRetryAttempts\":0,"
            + "\"MaximumEventAgeInSeconds\":60}}]}");
  }

  private void mapping(int factor) {
    stack.knows(
        "/2015-03-31/event-source-mappings?FunctionName="
            + (ARN + "counts-transform:live").replace(":", "%3A"),
        """
        {"EventSourceMappings":[{"UUID":"1b2c","State":"Enabled","FunctionArn":"%s",
        "EventSourceArn":"arn:aws:kinesis:us-east-1:1:stream/words","ParallelizationFactor":%s,
        "StartingPosition":"AT_TIMESTAMP","StartingPositionTimestamp":1735689600,
        "FunctionResponseTypes":["ReportBatchItemFailures"],"BisectBatchOnFunctionError":true,
        "MaximumRetryAttempts":-1,"MaximumRecordAgeInSeconds":-1,
        "DestinationConfig":{"OnFailure":{"Destination":"arn:aws:s3:::counts-bucket"}}}]}
        """
            .formatted(ARN + "counts-transform:live", String.valueOf(factor)));
  }

  @AfterEach
  void tearDown() {
    stack.close();
  }

  private Command doctor(Object... more) {
    Object[] all = new Object[5 + more.length];
    System.arraycopy(
        new Object[] {"doctor", "--stack", DeployedStack.NAME, "--endpoint", stack.endpoint()},
        0,
        all,
        0,
        5);
    System.arraycopy(more, 0, all, 5, more.length);
    return Command.run(all);
  }

  @Test
  void whatTheLocalServicesLackIsAllThatIsToBeSeen() {
    Command found = doctor();
    assertThat(found.err()).isEmpty();
    assertThat(found.code()).as(found.out()).isZero();
    assertThat(found.out().lines().filter(line -> line.startsWith("warns: ")))
        .hasSize(2)
        .anyMatch(line -> line.contains("lets no items expire"))
        .anyMatch(line -> line.contains("keeps records for a day"));
    assertThat(found.out()).contains(" checks: 2 to look at").doesNotContain("breaks: ");
  }

  @Test
  void whatBreaksAGuaranteeIsSaidWithWhatPutsItRight() {
    mapping(10);
    Command found = doctor();
    assertThat(found.code()).isEqualTo(Main.FAILED);
    assertThat(found.out())
        .startsWith("breaks: mapping 1b2c of arn:aws:kinesis:us-east-1:1:stream/words has")
        .contains("  to do: aws lambda update-event-source-mapping --uuid 1b2c");
    assertThat(doctor("--json").out())
        .contains("\"level\":\"breaks\"", "\"toDo\":\"aws lambda", "\"checks\":");
  }

  @Test
  void rolesAndScheduleAreLookedAt() {
    rights("dynamodb:GetItem");
    shared("lambda:GetFunction");
    schedule("DISABLED");
    Command found = doctor();
    assertThat(found.code()).isEqualTo(Main.FAILED);
    assertThat(found.out().lines().filter(line -> line.startsWith("breaks: ")))
        .hasSize(9) // two rights of each of three roles, two calls, and the rule
        .contains(
            "breaks: role counts-transform-role of the transform function does not allow"
                + " lambda:InvokeFunction on"
                + " arn:aws:lambda:us-east-1:1:function:counts-coordinator:live",
            "breaks: role counts-coordinator-role of the coordinator function does not allow"
                + " lambda:InvokeFunction on arn:aws:lambda:us-east-1:1:function:counts-bucket:live",
            "breaks: role counts-bucket-role of the bucket function does not allow dynamodb:Query"
                + " on arn:aws:dynamodb:us-east-1:1:table/counts-Table-1A",
            "breaks: rule every-minute, which calls the coordinator, is disabled");
  }

  @Test
  void aStackOfAnotherTemplateIsNamed() {
    stack.without("TransformAliasArn");
    Command found = doctor();
    assertThat(found.code()).isEqualTo(Main.FAILED);
    assertThat(found.err()).contains("SLUICE-A01", "has no output TransformAliasArn");
  }

  @Test
  void anAppThatIsNotTheDeployedOneIsNotCompared() {
    Command found = doctor("clicks");
    assertThat(found.code()).isEqualTo(Main.FAILED);
    assertThat(found.err())
        .contains("stack 'sluice-counts' runs 'com.example.Counts', not ")
        .hasLineCount(1);
  }

  @Test
  void streamsAreThoseOfTheAppThatIsGiven() {
    runs(CountingApp.class.getName());
    String classes =
        CountingApp.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertThat(doctor("--jar", classes, "--class", CountingApp.class.getName()).out())
        .contains("breaks: the app reads stream lines, and no mapping brings it")
        .contains("breaks: mapping 1b2c brings arn:aws:kinesis:us-east-1:1:stream/words");
  }
}
