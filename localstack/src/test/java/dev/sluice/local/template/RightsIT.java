package dev.sluice.local.template;

import static dev.sluice.local.template.DeployedFunctions.BUCKET;
import static dev.sluice.local.template.DeployedFunctions.COORDINATOR;
import static dev.sluice.local.template.DeployedFunctions.TRANSFORM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.sluice.engine.packed.Packer;
import dev.sluice.functions.BucketFunction;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.functions.TransformFunction;
import dev.sluice.local.doctor.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each function of the template may do what it does, and nothing else. */
class RightsIT {
  private static final DeployedTemplate TEMPLATE = new DeployedTemplate(Map.of());

  /** What only the user's own policy allows. */
  private static final String OF_THE_APP = "arn:aws:s3:::reference";

  /** Of a request's 500 records; far more bytes than an entry keeps by itself. */
  private static final int MANY = 499;

  private static final List<String> SINKS = List.of("counts-", "named-", "files-");

  private static DeployedFunctions functions;

  @BeforeAll
  static void run() throws Exception {
    functions =
        new DeployedFunctions(
            TEMPLATE,
            Map.of(
                "SLUICE_APP", EverythingApp.class.getName(),
                "SLUICE_INTERVAL", "PT0.5S",
                "SLUICE_SKEW_ALLOWANCE", "PT0S",
                "SLUICE_CHECKPOINT_EVERY", "PT1S",
                "SLUICE_BUCKETS", "2",
                "SLUICE_BUCKETS_INLINE", "1",
                "SLUICE_TABLES", "names=s3://reference/names",
                "SLUICE_BROADCASTS", "unit=s3://reference/unit"));
    functions.object("reference", "names", "line 7\n");
    functions.object("reference", "unit", " ms\n");
    functions.object("bucket", "files/in/a.txt", "a line\n");
    CoordinatorFunction coordinator = functions.coordinator();
    call(coordinator);
    functions.send(
        Stream.concat(Stream.of(packed()), IntStream.range(0, MANY).mapToObj(RightsIT::line))
            .toList());
    TransformFunction transform = functions.transform();
    deliver(transform);
    // It wakes the coordinator where a record of its own is the first behind a border.
    for (int i = 0; !isAllThere() || !calls(TRANSFORM, "lambda:InvokeFunction"); i++) {
      assertThat(i).as("rounds until %s", functions.keys("outputs/")).isLessThan(60);
      Thread.sleep(250);
      functions.send(List.of(("again " + i).getBytes(UTF_8)));
      deliver(transform);
      call(coordinator);
    }
    // A new process looks behind the lane's end, and a coordinator behind that of a silent shard.
    functions.send(List.of("left out".getBytes(UTF_8), "the newest".getBytes(UTF_8)));
    KinesisEvent newest = functions.event();
    newest.setRecords(
        newest.getRecords().subList(newest.getRecords().size() - 1, newest.getRecords().size()));
    TransformFunction next = functions.transform();
    functions.recorded(TRANSFORM, () -> next.handleRequest(newest, null));
    for (int i = 0; !calls(COORDINATOR, "kinesis:GetRecords"); i++) {
      assertThat(i).as("runs until a silent shard is read").isLessThan(60);
      Thread.sleep(250);
      call(coordinator);
    }
    // Others take up from what is there, and find it published.
    call(functions.coordinator());
    BucketFunction bucket = functions.bucket();
    functions.recorded(
        BUCKET, () -> bucket.handleRequest(Map.of("stage", 1, "buckets", List.of(0, 1)), null));
  }

  private static boolean calls(String function, String action) {
    return functions.calls(function).stream().anyMatch(each -> each.action().equals(action));
  }

  /** One of them is in the table, and all others are long. */
  private static byte[] line(int i) {
    return ("line " + i + (i == 7 ? "" : "x".repeat(80))).getBytes(UTF_8);
  }

  private static byte[] packed() {
    return new Packer(1).pack(List.of(new Packer.Input("k", null, "packed".getBytes(UTF_8))));
  }

  private static void deliver(TransformFunction transform) {
    var event = functions.event();
    var answer = functions.recorded(TRANSFORM, () -> transform.handleRequest(event, null));
    assertThat(answer.getBatchItemFailures()).hasSizeLessThanOrEqualTo(1);
  }

  private static void call(CoordinatorFunction coordinator) {
    functions.recorded(COORDINATOR, () -> coordinator.handleRequest(Map.of(), null));
  }

  private static boolean isAllThere() {
    List<String> keys = functions.keys("outputs/");
    return SINKS.stream()
        .allMatch(
            sink -> keys.stream().anyMatch(key -> key.contains(sink) && key.endsWith("_SUCCESS")));
  }

  @AfterAll
  static void stop() {
    functions.close();
  }

  /** What a function calls, and what S3 asks of those who read objects that may not be there. */
  private static Set<AwsCall> needed(String function) {
    Set<AwsCall> needed = new TreeSet<>(functions.calls(function));
    needed.removeIf(each -> each.resource().startsWith(OF_THE_APP));
    if (needed.stream().anyMatch(each -> each.action().equals("s3:GetObject"))) {
      needed.add(new AwsCall("s3:ListBucket", DeployedTemplate.BUCKET));
    }
    return needed;
  }

  private static List<Right> rights(String role) {
    return Right.ofRole(TEMPLATE.resources("AWS::IAM::Role").get(role)).stream()
        .filter(each -> !each.isForLambda())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"transform,TransformRole", "coordinator,CoordinatorRole", "bucket,BucketRole"})
  void functionMayDoWhatItCalls(String function, String role) {
    assertThat(needed(function))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            call -> assertThat(rights(role)).as("%s", call).anyMatch(each -> each.covers(call)));
  }

  @ParameterizedTest
  @CsvSource({"transform,TransformRole", "coordinator,CoordinatorRole", "bucket,BucketRole"})
  void functionMayDoNothingThatItDoesNotCall(String function, String role) {
    List<Right> single = new ArrayList<>();
    for (Right each : rights(role)) {
      for (String action : each.actions()) {
        for (String resource : each.resources()) {
          single.add(new Right(each.sid(), each.allows(), List.of(action), List.of(resource)));
        }
      }
    }
    assertThat(single)
        .hasSizeGreaterThan(5)
        .allSatisfy(right -> assertThat(needed(function)).as("%s", right).anyMatch(right::covers));
  }

  /** The doctor looks for what its list has; this is where the list comes from. */
  @ParameterizedTest
  @ValueSource(strings = {TRANSFORM, COORDINATOR, BUCKET})
  void doctorLooksForTheRightsThatAFunctionUses(String function) {
    Need.Names names =
        new Need.Names(
            "arn:aws:%s:us-east-1:123456789012:",
            "Table",
            "bucket",
            "outputs/",
            "spills/",
            List.of("clicks"),
            "stack-coordinator:live",
            "stack-bucket:live");
    List<Need> looked = Need.of(function, names);
    assertThat(looked.stream().map(Need::action).collect(Collectors.toSet()))
        .isEqualTo(needed(function).stream().map(AwsCall::action).collect(Collectors.toSet()));
    String role =
        function.substring(0, 1).toUpperCase(Locale.ROOT) + function.substring(1) + "Role";
    assertThat(looked)
        .allSatisfy(
            need ->
                assertThat(rights(role))
                    .as("%s", need)
                    .anyMatch(each -> each.covers(new AwsCall(need.action(), need.resource())))
                    .noneMatch(each -> each.covers(new AwsCall(need.action(), need.other()))));
  }

  @Test
  void whatIsOutsideOfTheStackIsOnlyRead() {
    for (String function : List.of(TRANSFORM, COORDINATOR, BUCKET)) {
      assertThat(functions.calls(function))
          .filteredOn(each -> each.resource().startsWith(OF_THE_APP))
          .isNotEmpty()
          .allMatch(each -> each.action().equals("s3:GetObject"));
    }
  }

  @Test
  void noRuleOfTheBucketEndsWhatIsKeptAndSpillsAndCheckpointsAreEnded() {
    List<String> keys = functions.keys("");
    assertThat(keys).anyMatch(key -> key.startsWith("spills/keep/"));
    assertThat(keys)
        .anyMatch(key -> key.startsWith("spills/spill/"))
        .anyMatch(key -> key.startsWith("spills/checkpoints/"))
        .allSatisfy(
            key ->
                assertThat(isEnded(key))
                    .as(key)
                    .isEqualTo(key.matches("spills/(spill|checkpoints)/.*")));
    for (String key : List.of("aws/lambda/id/shard/2026/03/10/x", "outputs/x", "files/in/x")) {
      assertThat(isEnded(key)).as(key).isFalse();
    }
  }

  private static boolean isEnded(String key) {
    Map<String, Object> bucket = TEMPLATE.resources("AWS::S3::Bucket").get("Bucket");
    return DeployedTemplate.list(
            DeployedTemplate.map(bucket.get("LifecycleConfiguration")).get("Rules"))
        .stream()
        .map(DeployedTemplate::map)
        .filter(rule -> rule.containsKey("ExpirationInDays"))
        .anyMatch(rule -> key.startsWith(String.valueOf(rule.getOrDefault("Prefix", ""))));
  }

  @Test
  void tableHasTheKeysAndTheTtlOfWhatIsPut() {
    Map<String, Object> table = TEMPLATE.resources("AWS::DynamoDB::Table").get("Table");
    String ttl =
        String.valueOf(
            DeployedTemplate.map(table.get("TimeToLiveSpecification")).get("AttributeName"));
    assertThat(CallRecorder.attributes()).containsExactlyInAnyOrder("pk", "sk", "e", ttl);
    assertThat(DeployedTemplate.list(table.get("KeySchema")))
        .extracting(each -> String.valueOf(DeployedTemplate.map(each).get("AttributeName")))
        .containsExactly("pk", "sk");
  }

  @Test
  void transformReadsWhatNoCallHasBrought() {
    assertThat(calls(TRANSFORM, "kinesis:GetRecords")).isTrue();
  }

  @Test
  void everyCallInTheCodeWasSeenOrIsTheAppsOwn() {
    assertThat(CodeCalls.ofTheEngine()).hasSizeGreaterThan(7).isSubsetOf(CallRecorder.operations());
  }
}
