package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What is read of a function where nobody says how its events are treated. */
class FunctionReaderTest {
  private static final String ALIAS = Healthy.ALIAS;

  private GetFunctionEventInvokeConfigResponse events;

  /** Knows one function. */
  private final class Functions implements LambdaClient {
    @Override
    public GetAliasResponse getAlias(GetAliasRequest it) {
      assertThat(it.name()).isEqualTo("live");
      return GetAliasResponse.builder().functionVersion("3").build();
    }

    @Override
    public GetFunctionConfigurationResponse getFunctionConfiguration(
        GetFunctionConfigurationRequest it) {
      return GetFunctionConfigurationResponse.builder()
          .version(it.qualifier())
          .role("arn:aws:iam::123456789012:role/r")
          .build();
    }

    @Override
    public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest it) {
      return GetFunctionConcurrencyResponse.builder().build();
    }

    @Override
    public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
        GetFunctionEventInvokeConfigRequest it) {
      assertThat(it.functionName()).isEqualTo(ALIAS);
      if (events == null) {
        throw ResourceNotFoundException.builder().message("no configuration").build();
      }
      return events;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final FunctionReader reader = new FunctionReader(new Functions());

  private void assertEvents(int retries, int ageSeconds) {
    FunctionFacts function = reader.function("transform", "clicks-transform", ALIAS);
    assertThat(function.asynchronousRetries()).isEqualTo(retries);
    assertThat(reader.eventAgeSeconds(ALIAS)).isEqualTo(ageSeconds);
  }

  @Test
  void versionIsTheOneThatTheAliasHas() {
    FunctionFacts function = reader.function("transform", "clicks-transform", ALIAS);
    assertThat(function.version()).isEqualTo("3");
    assertThat(function.state()).isEqualTo("Active");
    assertThat(reader.role("clicks-transform", ALIAS)).endsWith("role/r");
  }

  @Test
  void eventsAreRepeatedTwiceWithinSixHoursWhereNobodySaysOtherwise() {
    assertEvents(2, 21_600);
    events = GetFunctionEventInvokeConfigResponse.builder().build();
    assertEvents(2, 21_600);
  }

  @Test
  void whatIsSaidOfEventsCounts() {
    events =
        GetFunctionEventInvokeConfigResponse.builder()
            .maximumRetryAttempts(0)
            .maximumEventAgeInSeconds(60)
            .build();
    assertEvents(0, 60);
  }
}
