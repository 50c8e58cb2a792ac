package dev.sluice.local.template;

import static dev.sluice.local.doctor.Right.WITHOUT_RESOURCES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.sluice.engine.EngineSettings;
import dev.sluice.functions.FunctionSettings;
import dev.sluice.local.cost.Bill;
import dev.sluice.local.mapping.MappingSettings;
import dev.sluice.local.mapping.StartingPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the template says is what the guarantees rest on, and what the code and the docs know. */
class DeployedSettingsTest {
  private static final DeployedTemplate TEMPLATE = new DeployedTemplate(Map.of());
  private static final Path ROOT = DeployedTemplate.FILE.getParent();
  private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String LIST = "CommaDelimitedList";

  private static Stream<Map<String, Object>> mappings() {
    DeployedTemplate two = new DeployedTemplate(Map.of("SecondStreamName", "other"));
    assertThat(TEMPLATE.resources(MAPPING)).hasSize(1);
    assertThat(two.resources(MAPPING)).hasSize(2);
    return two.resources(MAPPING).values().stream();
  }

  private static int number(Map<String, Object> of, String name) {
    return Integer.parseInt(String.valueOf(of.get(name)));
  }

  @Test
  void mappingsGiveUpNothingAndMixNothing() {
    assertThat(mappings())
        .allSatisfy(
            each -> {
              MappingSettings settings =
                  MappingSettings.of("s", String.valueOf(each.get("FunctionName")))
                      .batchSize(number(each, "BatchSize"))
                      .maximumBatchingWindow(
                          Duration.ofSeconds(number(each, "MaximumBatchingWindowInSeconds")))
                      .maximumRetryAttempts(number(each, "MaximumRetryAttempts"))
                      .maximumRecordAge(
                          Duration.ofSeconds(number(each, "MaximumRecordAgeInSeconds")))
                      .parallelizationFactor(number(each, "ParallelizationFactor"))
                      .startingPosition(
                          new StartingPosition.AtTimestamp(
                              Instant.ofEpochSecond(number(each, "StartingPositionTimestamp"))))
                      .build();
              assertThat(settings.maximumRetryAttempts()).isEqualTo(MappingSettings.INFINITE);
              assertThat(settings.maximumRecordAge()).isEqualTo(MappingSettings.INFINITE_AGE);
              assertThat(each)
                  .containsEntry("StartingPosition", "AT_TIMESTAMP")
                  .containsEntry("FunctionResponseTypes", List.of("ReportBatchItemFailures"))
                  .containsEntry("BisectBatchOnFunctionError", true)
                  .containsEntry("FunctionName", "TransformFunction.Alias")
                  .containsEntry(
                      "DestinationConfig",
                      Map.of("OnFailure", Map.of("Destination", DeployedTemplate.BUCKET)));
            });
  }

  @Test
  void coordinatorIsCalledEveryMinuteAndItsEventsAreNotRepeated() {
    Map<String, Object> coordinator = TEMPLATE.resources(FUNCTION).get("CoordinatorFunction");
    assertThat(coordinator)
        .containsEntry(
            "EventInvokeConfig", Map.of("MaximumRetryAttempts", 0, "MaximumEventAgeInSeconds", 60));
    assertThat(coordinator.get("Events").toString()).contains("Schedule=rate(1 minute)");
  }

  @Test
  void functionsTakeTheEnvironmentThatTheTemplateGives() {
    Map<String, String> environment =
        new DeployedTemplate(
                Map.of("Tables", "a=s3://t/a", "StartingTimestamp", "1793491200", "Buckets", "16"))
            .environment();
    FunctionSettings settings = FunctionSettings.of(environment);
    assertThat(settings.start()).contains(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(settings.tables()).containsOnlyKeys("a");
    assertThat(settings.engine().buckets()).isEqualTo(16);
    assertThat(settings.coordinator()).isEqualTo("stack-coordinator:live");
    assertThat(settings.bucketFunction()).isEqualTo("stack-bucket:live");
    assertThat(settings.outputs()).hasToString("s3://bucket/outputs/");
  }

  @Test
  void functionsRefuseWhatTheTemplateMustNotSay() {
    for (Map.Entry<String, String> each :
        Map.of("SLUICE_PARALLELIZATION_FACTOR", "2", "SLUICE_STARTING_POSITION", "LATEST")
            .entrySet()) {
      Map<String, String> environment = new TreeMap<>(TEMPLATE.environment());
      assertThat(environment).containsKey(each.getKey());
      environment.put(each.getKey(), each.getValue());
      assertThat(catchThrowable(() -> FunctionSettings.of(environment)))
          .hasMessageContaining(each.getKey());
    }
  }

  /** All that the code asks for stands in the answer to a variable that means nothing. */
  private static Set<String> asked() {
    Map<String, String> environment = new TreeMap<>(TEMPLATE.environment());
    environment.put("SLUICE_NOTHING", "1");
    String answer = catchThrowable(() -> FunctionSettings.of(environment)).getMessage();
    String known = answer.substring(answer.indexOf("it knows ") + "it knows ".length());
    return new TreeSet<>(Arrays.asList(known.strip().split(", ")));
  }

  @Test
  void everyVariableOfTheCodeIsInTheTemplateOrDocumentedAndNoOther() throws IOException {
    Set<String> given = new TreeSet<>(TEMPLATE.environment().keySet());
    given.addAll(documented("## Environment of the functions"));
    given.removeIf(name -> !name.startsWith("SLUICE_") || name.endsWith("_<NAME>"));
    given.remove("SLUICE_KAFKA_...");
    assertThat(asked()).hasSizeGreaterThan(15).isEqualTo(given);
  }

  @Test
  void everyParameterIsDocumentedAndNoOther() throws IOException {
    assertThat(documented("## Parameters"))
        .hasSizeGreaterThan(30)
        .containsExactlyInAnyOrderElementsOf(TEMPLATE.parameterNames());
  }

  @Test
  void billsCountTheMemoryThatFunctionsHave() {
    assertThat(TEMPLATE.resources(FUNCTION).values())
        .hasSize(3)
        .allSatisfy(each -> assertThat(number(each, "MemorySize")).isEqualTo(Bill.DEPLOYED_MB));
  }

  @Test
  void everyParameterIsDescribedAndHasBounds() {
    Set<String> lists = Set.of("SubnetIds", "SecurityGroupIds", "EndpointsRouteTableIds");
    TEMPLATE
        .declarations()
        .forEach(
            (name, of) -> {
              Map<String, Object> parameter = DeployedTemplate.map(of);
              assertThat(parameter).as(name).containsKeys("Description", "Default");
              assertThat(lists.contains(name)).isEqualTo(parameter.get("Type").equals(LIST));
              if (parameter.containsKey("AllowedPattern")) { // else the pattern would be shown
                assertThat(parameter).as(name).containsKey("ConstraintDescription");
              } else if (!lists.contains(name)) { // which CloudFormation cannot bound
                assertThat(parameter.keySet())
                    .as(name)
                    .containsAnyOf("AllowedValues", "MinValue", "MaxLength");
              }
            });
  }

  /** The names in the first column of the table behind a heading. */
  private static Set<String> documented(String heading) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/deploying.md"));
    String section = page.substring(page.indexOf(heading)).split("\n## ", 2)[0];
    Set<String> names = new TreeSet<>();
    section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
        .map((MatchResult each) -> each.group(1))
        .forEach(names::add);
    return names;
  }

  @Test
  void whatTheAppNeedsByItselfIsDocumented() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/deploying.md"));
    assertThat(CodeCalls.ofApps())
        .hasSizeGreaterThan(4)
        .allSatisfy(
            call ->
                assertThat(page)
                    .contains(
                        call.replace("DynamoDbStreams:", "dynamodb:")
                            .replace("DynamoDb:", "dynamodb:")
                            .replace("Kinesis:", "kinesis:")));
  }

  @Test
  void starsInPoliciesHaveTheirReasonsBesideThem() throws IOException {
    List<String> lines = Files.readAllLines(DeployedTemplate.FILE);
    assertThat(lines)
        .filteredOn(line -> line.matches(" *Resource: +'?\\*.*"))
        .isNotEmpty()
        .allMatch(line -> line.contains(" # "));
    for (Map<String, Object> role : TEMPLATE.resources("AWS::IAM::Role").values()) {
      for (Right each : Right.ofRole(role)) {
        assertThat(each.actions()).as(each.sid()).noneMatch(action -> action.contains("*"));
        assertThat(each.resources())
            .as(each.sid())
            .allMatch(resource -> resource.matches(".*/\\*|[^*]*"))
            .noneMatch(resource -> resource.equals("*"));
      }
    }
  }

  @Test
  void onlyTheBucketsDenialsAndSharedRightsHaveStars() {
    Map<String, Object> shared =
        new DeployedTemplate(Map.of("SubnetIds", "subnet-1", "KmsKeyArn", "arn:aws:kms:key"))
            .resources("AWS::IAM::ManagedPolicy")
            .get("PlatformPolicy");
    assertThat(Right.ofDocument(shared.get("PolicyDocument")))
        .allMatch(Right::isForLambda)
        .extracting(Right::sid)
        .containsExactly(
            "PlatformTraces", "PlatformNetwork", "PlatformNetworkNotForCode", "PlatformKey");
    Map<String, Object> bucket = TEMPLATE.resources("AWS::S3::BucketPolicy").get("BucketPolicy");
    assertThat(Right.ofDocument(bucket.get("PolicyDocument"))).noneMatch(Right::allows);
  }

  @Test
  void doctorWarnsOfAllRightsOnEverythingButThoseOfTheTemplate() {
    DeployedTemplate all =
        new DeployedTemplate(
            Map.of(
                "SubnetIds", "subnet-1",
                "KmsKeyArn", "arn:aws:kms:key",
                "SecondStreamName", "other"));
    Stream<Right> ofRoles =
        all.resources("AWS::IAM::Role").values().stream()
            .flatMap(each -> Right.ofRole(each).stream());
    Stream<Right> shared =
        all.resources("AWS::IAM::ManagedPolicy").values().stream()
            .flatMap(each -> Right.ofDocument(each.get("PolicyDocument")).stream());
    assertThat(
            Stream.concat(ofRoles, shared)
                .filter(each -> each.allows() && each.resources().contains("*"))
                .flatMap(each -> each.actions().stream()))
        .containsExactlyInAnyOrderElementsOf(WITHOUT_RESOURCES);
  }

  @Test
  void spillsAreThereForADayLongerThanTheirEntries() {
    assertThat(TEMPLATE.mappings("EntryLifetimes"))
        .hasSize(3)
        .allSatisfy(
            (lifetime, days) -> {
              Duration entries = Duration.parse(lifetime);
              assertThat(entries).isGreaterThanOrEqualTo(EngineSettings.DEFAULT_ENTRY_LIFETIME);
              // A spill is named after the day behind its entry's end, which has to pass as well.
              assertThat(number(DeployedTemplate.map(days), "SpillDays"))
                  .isEqualTo(entries.toDays() + 2);
            });
  }

  @Test
  void handlersAreHandlers() throws ClassNotFoundException {
    Map<String, Map<String, Object>> functions = TEMPLATE.resources(FUNCTION);
    assertThat(functions).hasSize(3);
    for (Map.Entry<String, Map<String, Object>> each : functions.entrySet()) {
      Class<?> handler = Class.forName(String.valueOf(each.getValue().get("Handler")));
      assertThat(handler.getSimpleName()).isEqualTo(each.getKey());
      assertThat(RequestHandler.class).isAssignableFrom(handler);
      assertThat(handler).hasPublicMethods("handleRequest");
    }
  }
}
