package dev.sluice.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Asks Lambda how functions and mappings are configured. */
final class FunctionReader {
  private static final String KINESIS = ":kinesis:";

  /** What Lambda does where nobody says otherwise. */
  private static final int DEFAULT_RETRIES = 2;

  private static final int DEFAULT_AGE_SECONDS = 21_600;

  private final LambdaClient lambda;

  FunctionReader(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /**
   * @param alias the ARN of the alias that is called
   */
  FunctionFacts function(String role, String name, String alias) {
    GetFunctionConfigurationResponse found = configuration(name, alias);
    return new FunctionFacts(
        role,
        name,
        found.version(),
        found.stateAsString() == null ? "Active" : found.stateAsString(),
        String.valueOf(found.codeSha256()),
        found.environment() == null ? Map.of() : found.environment().variables(),
        Optional.ofNullable(
            lambda
                .getFunctionConcurrency(request -> request.functionName(name))
                .reservedConcurrentExecutions()),
        retries(alias));
  }

  /** LocalStack finds the configuration of a version only, where Lambda takes an alias as well. */
  private GetFunctionConfigurationResponse configuration(String name, String alias) {
    String aliasName = alias.substring(alias.lastIndexOf(':') + 1);
    String version =
        lambda.getAlias(request -> request.functionName(name).name(aliasName)).functionVersion();
    return lambda.getFunctionConfiguration(
        request -> request.functionName(name).qualifier(version));
  }

  /** The ARN of the role that a function has. */
  String role(String name, String alias) {
    return String.valueOf(configuration(name, alias).role());
  }

  /** For how long an asynchronous call waits that could not be delivered. */
  int eventAgeSeconds(String alias) {
    try {
      return or(
          lambda
              .getFunctionEventInvokeConfig(request -> request.functionName(alias))
              .maximumEventAgeInSeconds(),
          DEFAULT_AGE_SECONDS);
    } catch (ResourceNotFoundException e) {
      return DEFAULT_AGE_SECONDS;
    }
  }

  private int retries(String alias) {
    try {
      Integer retries =
          lambda
              .getFunctionEventInvokeConfig(request -> request.functionName(alias))
              .maximumRetryAttempts();
      return retries == null ? DEFAULT_RETRIES : retries;
    } catch (ResourceNotFoundException e) {
      return DEFAULT_RETRIES;
    }
  }

  /** All mappings of Kinesis streams that call a function, by its name or by the alias. */
  List<MappingFacts> mappings(String name, String alias) {
    Map<String, MappingFacts> found = new TreeMap<>();
    for (String called : List.of(name, alias)) {
      lambda
          .listEventSourceMappingsPaginator(request -> request.functionName(called))
          .eventSourceMappings()
          .forEach(
              each -> {
                if (each.eventSourceArn() != null && each.eventSourceArn().contains(KINESIS)) {
                  found.put(each.uuid(), facts(each));
                }
              });
    }
    return new ArrayList<>(found.values());
  }

  private static MappingFacts facts(EventSourceMappingConfiguration it) {
    return new MappingFacts(
        it.uuid(),
        it.eventSourceArn(),
        it.state(),
        it.functionArn(),
        or(it.parallelizationFactor(), 1),
        String.valueOf(it.startingPositionAsString()),
        Optional.ofNullable(it.startingPositionTimestamp()),
        it.functionResponseTypesAsStrings(),
        Boolean.TRUE.equals(it.bisectBatchOnFunctionError()),
        or(it.maximumRetryAttempts(), -1),
        or(it.maximumRecordAgeInSeconds(), -1),
        Optional.ofNullable(it.destinationConfig())
            .map(each -> each.onFailure())
            .map(each -> each.destination()),
        it.filterCriteria() == null ? 0 : it.filterCriteria().filters().size(),
        or(it.tumblingWindowInSeconds(), 0));
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
