package dev.sluice.local.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event source mapping of a Kinesis stream.
 *
 * @param id its UUID
 * @param stream the ARN that it reads
 * @param state as Lambda names it, such as Enabled
 * @param target the ARN that it calls
 * @param factor its parallelization factor
 * @param position where it began: TRIM_HORIZON, AT_TIMESTAMP or LATEST
 * @param from the time at which it began, if at one
 * @param responses the response types that it takes
 * @param bisects whether it halves a batch that fails
 * @param maxRetries how often it repeats a batch, -1 for ever
 * @param maxAgeSeconds how old a record may become, -1 for any
 * @param onFailure the ARN of where it puts what it gives up
 * @param filters how many filters it has
 * @param tumblingSeconds the length of its own windows, 0 for none
 */
public record MappingFacts(
    String id,
    String stream,
    String state,
    String target,
    int factor,
    String position,
    Optional<Instant> from,
    List<String> responses,
    boolean bisects,
    int maxRetries,
    int maxAgeSeconds,
    Optional<String> onFailure,
    int filters,
    int tumblingSeconds) {}
