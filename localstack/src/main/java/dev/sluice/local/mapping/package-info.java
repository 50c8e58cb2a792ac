/**
 * Lambda's event source mapping for Kinesis, for local runs: what a function meets on AWS (batches,
 * retries, bisection, partial answers, discarded records, parents before children) happens here
 * too.
 */
package dev.sluice.local.mapping;
