/**
 * The AWS protocol on top of {@link dev.sluice.local.kinesis.KinesisStreams}: {@link
 * dev.sluice.local.kinesis.http.KinesisEndpoint} answers calls without caring where they come from.
 * {@link dev.sluice.local.services.Gateway} takes them from a port.
 */
package dev.sluice.local.kinesis.http;
