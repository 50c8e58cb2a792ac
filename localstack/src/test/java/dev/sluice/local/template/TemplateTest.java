package dev.sluice.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.lambda.FunctionConfig;
import dev.sluice.local.mapping.MappingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
  private static final String TEXT =
      """
      Parameters:
        Memory: {Type: Number, Default: 1024}
        Options: {Type: String, Default: ''}
        Subnets: {Type: CommaDelimitedList, Default: 'a,b'}
      Mappings:
        Lifetimes:
          Long: {Days: 28}
      Conditions:
        HasOptions: !Not [!Equals [!Ref Options, '']]
        HasMemory: !And [!Equals [!Ref Memory, '1024'], !Not [!Condition HasOptions]]
        Either: !Or [!Condition HasOptions, !Condition HasMemory]
      Globals:
        Function:
          CodeUri: target/all.jar
          Timeout: 20
          Environment:
            Variables:
              SHARED: shared
              BOTH: global
              GONE: !If [HasOptions, !Ref Options, !Ref AWS::NoValue]
      Resources:
        Transform:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: !Sub ${AWS::StackName}-transform
            Handler: com.example.Transform::handle
            MemorySize: !Ref Memory
            Environment:
              Variables:
                BOTH: own
                TABLE: !Ref Table
                ARN: !GetAtt Table.Arn
                PLACE: !Sub 's3://${Bucket}/${!literal}/${Name}'
                NAMED: !Sub ['${Name}-${AWS::Region}', {Name: !Ref Memory}]
                DAYS: !FindInMap [Lifetimes, Long, Days]
                NETS: !Join ['+', !Ref Subnets]
                EITHER: !If [Either, 'yes', 'no']
        Unused:
          Type: AWS::Lambda::EventSourceMapping
          Condition: HasOptions
          Properties: {FunctionName: !Ref Transform, BatchSize: 1}
        Others:
          Type: AWS::Lambda::EventSourceMapping
          Properties: {FunctionName: !Ref Coordinator, BatchSize: 2}
        Mapping:
          Type: AWS::Lambda::EventSourceMapping
          Properties:
            FunctionName: !Ref Transform.Alias
            BatchSize: 700
            MaximumBatchingWindowInSeconds: 4
            MaximumRetryAttempts: 5
            MaximumRecordAgeInSeconds: 90
            BisectBatchOnFunctionError: true
            FunctionResponseTypes: [ReportBatchItemFailures]
        Coordinator:
          Type: AWS::Serverless::Function
          Properties:
            Handler: com.example.Coordinator
            Timeout: 300
            ReservedConcurrentExecutions: 3
            Events:
              Often: {Type: Schedule, Properties: {Schedule: rate(5 minutes)}}
              Stream: {Type: Kinesis, Properties: {BatchSize: 9, Stream: x}}
      """;

  @TempDir Path directory;

  private Template read(String text) throws IOException {
    return Template.read(Files.writeString(directory.resolve("template.yaml"), text));
  }

  private static MappingSettings mapping(TemplateFunction function) {
    return function.mapping(MappingSettings.of("stream", "f")).build();
  }

  @Test
  void functionsHaveWhatTheTemplateSaysWithItsDefaults() throws IOException {
    TemplateFunction transform = read(TEXT).function("com.example.Transform");
    FunctionConfig config = transform.config("t");

    assertThat(config.name()).isEqualTo("t");
    assertThat(config.handler()).isEqualTo("com.example.Transform::handle");
    assertThat(config.handlerClass()).isEqualTo("com.example.Transform");
    assertThat(config.memoryMegabytes()).isEqualTo(1024);
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(transform.code()).contains(directory.resolve("target/all.jar"));
    assertThat(config.variables())
        .containsEntry("SHARED", "shared")
        .containsEntry("BOTH", "own")
        .containsEntry("TABLE", "Table")
        .containsEntry("ARN", "Table.Arn")
        .containsEntry("PLACE", "s3://Bucket/${literal}/Name")
        .containsEntry("NAMED", "1024-us-east-1")
        .containsEntry("DAYS", "28")
        .containsEntry("NETS", "a+b")
        .containsEntry("EITHER", "yes")
        .doesNotContainKey("GONE");
  }

  @Test
  void mappingsAreThoseOfTheFunctionThatAreThere() throws IOException {
    MappingSettings settings = mapping(read(TEXT).function("com.example.Transform"));

    assertThat(settings.batchSize()).isEqualTo(700);
    assertThat(settings.maximumBatchingWindow()).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.maximumRetryAttempts()).isEqualTo(5);
    assertThat(settings.maximumRecordAge()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.bisectBatchOnFunctionError()).isTrue();
    assertThat(settings.reportBatchItemFailures()).isTrue();
    TemplateFunction coordinator = read(TEXT).function("com.example.Coordinator");
    assertThat(mapping(coordinator).batchSize()).as("an event of the function").isEqualTo(9);
    assertThat(mapping(coordinator).reportBatchItemFailures()).isFalse();
    assertThat(mapping(coordinator).maximumRetryAttempts()).isEqualTo(MappingSettings.INFINITE);
  }

  @Test
  void schedulesAndConcurrencyAreRead() throws IOException {
    TemplateFunction coordinator = read(TEXT).function("com.example.Coordinator");
    assertThat(coordinator.schedule()).contains(Duration.ofMinutes(5));
    assertThat(coordinator.config("c").asyncAtOnce()).isEqualTo(3);
    assertThat(coordinator.config("c").memoryMegabytes()).isEqualTo(128);
    assertThat(read(TEXT).function("com.example.Transform").schedule()).isEmpty();
  }

  @Test
  void theTemplateThatIsDeployedIsUnderstood() {
    Path repository = Path.of("").toAbsolutePath().getParent();
    Template template = Template.read(repository.resolve("template.yaml"));
    TemplateFunction transform = template.function("dev.sluice.functions.TransformFunction");
    TemplateFunction coordinator = template.function("dev.sluice.functions.CoordinatorFunction");

    assertThat(transform.code())
        .contains(repository.resolve("functions/target/sluice-functions.jar"));
    assertThat(transform.config("t").variables())
        .containsKeys("SLUICE_APP", "SLUICE_TABLE", "SLUICE_OUTPUTS", "SLUICE_SPILLS")
        .containsEntry("SLUICE_PARALLELIZATION_FACTOR", "1")
        .doesNotContainKey("JAVA_TOOL_OPTIONS")
        .allSatisfy((name, value) -> assertThat(value).as(name).doesNotContain("Fn::", "${"));
    assertThat(transform.config("t").timeout()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    MappingSettings settings = mapping(transform);
    assertThat(settings.batchSize()).isGreaterThan(100);
    assertThat(settings.reportBatchItemFailures()).isTrue();
    assertThat(settings.maximumRetryAttempts()).isEqualTo(MappingSettings.INFINITE);
    assertThat(coordinator.schedule()).contains(Duration.ofMinutes(1));
    assertThat(template.function("dev.sluice.functions.BucketFunction").config("b").name())
        .isEqualTo("b");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() throws IOException {
    assertThatThrownBy(() -> Template.read(directory.resolve("none.yaml")))
        .hasMessageContaining("SLUICE-R02 there is no template " + directory.resolve("none.yaml"))
        .hasMessageContaining("--template");
    assertThatThrownBy(() -> read("a: [b"))
        .hasMessageContaining("SLUICE-R02")
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> read("just text")).hasMessageContaining("it has no Resources");
    assertThatThrownBy(() -> read(TEXT).function("com.example.Other"))
        .hasMessageContaining("no function with Handler com.example.Other")
        .hasMessageContaining("Transform (com.example.Transform::handle), Coordinator");
    TemplateFunction wrong =
        read(TEXT.replace("Default: 1024", "Default: much")).function("com.example.Transform");
    assertThatThrownBy(() -> wrong.config("t"))
        .hasMessageContaining("SLUICE-R02 MemorySize of Transform")
        .hasMessageContaining("much");
  }
}
