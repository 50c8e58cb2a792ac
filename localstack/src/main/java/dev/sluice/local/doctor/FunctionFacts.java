package dev.sluice.local.doctor;

import dev.sluice.functions.FunctionSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One of the three functions, as its alias calls it.
 *
 * @param role transform, coordinator or bucket
 * @param name the function's name
 * @param version the version that the alias names, or $LATEST
 * @param state as Lambda names it, such as Active
 * @param codeDigest the SHA-256 of its code
 * @param variables its environment
 * @param reserved the concurrency that is reserved for it, if any
 * @param asynchronousRetries how often an asynchronous call is repeated
 */
public record FunctionFacts(
    String role,
    String name,
    String version,
    String state,
    String codeDigest,
    Map<String, String> variables,
    Optional<Integer> reserved,
    int asynchronousRetries) {
  /** What the variables of the module of Kafka begin with: it takes them away before all others. */
  private static final String KAFKA = "SLUICE_KAFKA_";

  /** Whether it reads topics of Kafka, by mappings that are not looked at. */
  boolean readsKafka() {
    return variables.keySet().stream().anyMatch(name -> name.startsWith(KAFKA));
  }

  /**
   * What it reads from its environment.
   *
   * @throws IllegalArgumentException if it refuses that
   */
  FunctionSettings settings() {
    Map<String, String> common = new TreeMap<>(variables);
    common.keySet().removeIf(name -> name.startsWith(KAFKA));
    return FunctionSettings.of(common);
  }
}
