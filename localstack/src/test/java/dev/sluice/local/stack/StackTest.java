package dev.sluice.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StackTest {
  private final Map<String, String> outputs =
      new TreeMap<>(
          Map.of(
              "AppName", "clicks",
              "TableName", "clicks-table",
              "BucketName", "b",
              "OutputsLocation", "s3://b/outputs/",
              "SpillsLocation", "s3://b/spills/",
              "GivenUpLocation", "s3://b/aws/lambda/"));

  @Test
  void prefixesAreThoseInTheBucket() {
    Stack stack = Stack.of("s", outputs);
    assertThat(stack.outputs()).isEqualTo("outputs/");
    assertThat(stack.spills()).isEqualTo("spills/");
    assertThat(stack.givenUp()).isEqualTo("aws/lambda/");
  }

  @Test
  void lifetimeIsThatOfTheStackAndOfOlderOnesTheDefault() {
    assertThat(Stack.of("s", outputs).lifetime()).isEqualTo(EngineSettings.DEFAULT_ENTRY_LIFETIME);
    outputs.put("EntryLifetime", "P60D");
    assertThat(Stack.of("s", outputs).lifetime()).isEqualTo(Duration.ofDays(60));
  }

  @Test
  void whatItBeginsFromIsThatOfTheStackAndOfOlderOnesTheNewest() {
    assertThat(Stack.of("s", outputs).restoreFrom()).isEqualTo(new StartFrom.Newest());
    outputs.put("RestoreFrom", "kept:a-name");
    assertThat(Stack.of("s", outputs).restoreFrom()).isEqualTo(new StartFrom.Kept("a-name"));
    outputs.put("RestoreFrom", "yesterday");
    assertThatThrownBy(() -> Stack.of("s", outputs))
        .hasMessageContaining("SLUICE-A01 output RestoreFrom of stack 's' is 'yesterday'");
  }

  @Test
  void whatIsMissingOrSomethingElseIsNamed() {
    outputs.put("EntryLifetime", "60 days");
    assertThatThrownBy(() -> Stack.of("s", outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-A01 output EntryLifetime of stack 's' is '60 days'");
    outputs.put("SpillsLocation", "s3://other/spills/");
    assertThatThrownBy(() -> Stack.of("s", outputs))
        .hasMessageContaining("SLUICE-A01 output SpillsLocation of stack 's'");
    outputs.remove("AppName");
    outputs.remove("TableName");
    assertThatThrownBy(() -> Stack.of("s", outputs))
        .hasMessageContaining("SLUICE-A01 stack 's' has no output AppName, TableName");
  }
}
