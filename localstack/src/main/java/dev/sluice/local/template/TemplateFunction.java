package dev.sluice.local.template;

import dev.sluice.local.lambda.FunctionConfig;
import dev.sluice.local.mapping.MappingSettingsBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function of a template.
 *
 * @param id its logical id
 * @param properties with everything worked out
 * @param mapping the properties of its event source mapping; empty where it has none
 * @param directory of the template
 */
public record TemplateFunction(String id, Map<?, ?> properties, Map<?, ?> mapping, Path directory) {

  // Lambda's and SAM's defaults.
  private static final int DEFAULT_MEMORY_MEGABYTES = 128;
  private static final int DEFAULT_TIMEOUT_SECONDS = 3;

  /** A laptop has no thousand environments: this many wake-ups at once are enough. */
  private static final int ASYNC_AT_ONCE = 2;

  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1));

  /**
   * What a process of it needs.
   *
   * @param name by which it is called in a local run
   * @throws IllegalArgumentException if Lambda would not take it
   */
  public FunctionConfig config(String name) {
    Map<String, String> variables = new TreeMap<>();
    Values.map(Values.map(properties.get("Environment")).get("Variables"))
        .forEach((variable, value) -> variables.put(variable.toString(), String.valueOf(value)));
    return new FunctionConfig(
        name,
        String.valueOf(properties.get("Handler")),
        number(properties, "MemorySize", DEFAULT_MEMORY_MEGABYTES),
        Duration.ofSeconds(number(properties, "Timeout", DEFAULT_TIMEOUT_SECONDS)),
        variables,
        number(properties, "ReservedConcurrentExecutions", ASYNC_AT_ONCE));
  }

  /** Its jar, where the template names one. */
  public Optional<Path> code() {
    return properties.get("CodeUri") instanceof String uri
        ? Optional.of(directory.resolve(uri).normalize())
        : Optional.empty();
  }

  /** How often its first schedule calls it; only {@code rate(..)} is understood. */
  public Optional<Duration> schedule() {
    for (Object each : Values.map(properties.get("Events")).values()) {
      Object schedule = Values.map(Values.map(each).get("Properties")).get("Schedule");
      Matcher rate = RATE.matcher(String.valueOf(schedule));
      if (rate.matches()) {
        return Optional.of(UNITS.get(rate.group(2)).multipliedBy(Long.parseLong(rate.group(1))));
      }
    }
    return Optional.empty();
  }

  /** Sets what its event source mapping says; where it says nothing, Lambda's defaults hold. */
  public MappingSettingsBuilder mapping(MappingSettingsBuilder builder) {
    boolean reports =
        mapping.get("FunctionResponseTypes") instanceof List<?> types
            && types.contains("ReportBatchItemFailures");
    return builder
        .batchSize(number(mapping, "BatchSize", 100))
        .maximumBatchingWindow(
            Duration.ofSeconds(number(mapping, "MaximumBatchingWindowInSeconds", 0)))
        .maximumRetryAttempts(number(mapping, "MaximumRetryAttempts", -1))
        .maximumRecordAge(Duration.ofSeconds(number(mapping, "MaximumRecordAgeInSeconds", -1)))
        .parallelizationFactor(number(mapping, "ParallelizationFactor", 1))
        .tumblingWindow(Duration.ofSeconds(number(mapping, "TumblingWindowInSeconds", 0)))
        .bisectBatchOnFunctionError(
            Boolean.parseBoolean(String.valueOf(mapping.get("BisectBatchOnFunctionError"))))
        .reportBatchItemFailures(reports);
  }

  private int number(Map<?, ?> of, String name, int otherwise) {
    Object value = of.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "SLUICE-R02 " + name + " of " + id + " in the template is no whole number: " + value, e);
    }
  }
}
