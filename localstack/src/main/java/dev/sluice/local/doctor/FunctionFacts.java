package dev.sluice.local.doctor;

import java.util.Map;
import java.util.Optional;

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
    int asynchronousRetries) {}
