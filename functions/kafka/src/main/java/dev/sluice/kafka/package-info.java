/** Kafka as a sink and as a source. */
package dev.sluice.kafka;
