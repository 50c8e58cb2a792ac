/** Records that hold several: what the aggregation of producer libraries makes. */
package dev.sluice.engine.packed;
