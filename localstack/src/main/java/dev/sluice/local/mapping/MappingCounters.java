package dev.sluice.local.mapping;

/**
 * What a mapping has done since it started.
 *
 * @param invocations calls that reached the function, copies included
 * @param recordsDelivered records in these calls: a record that is delivered twice counts twice
 * @param throttles calls that did not reach the function
 * @param retries failures after which records were to be tried again, bisections left out
 * @param bisections batches that were split after a failure
 * @param discardedBatches batches handed to the on-failure destination
 * @param discardedRecords records in them
 */
public record MappingCounters(
    long invocations,
    long recordsDelivered,
    long throttles,
    long retries,
    long bisections,
    long discardedBatches,
    long discardedRecords) {}
