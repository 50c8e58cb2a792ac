/** The logic of the operators of batches and windows; apps do not use it. */
package dev.sluice.api.batch;
