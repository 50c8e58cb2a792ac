/** Keeps Kinesis streams in files, so that a local run goes on where an earlier one ended. */
package dev.sluice.local.kinesis.journal;
