/**
 * Checkpoints: copies of what a reader of the lanes may still need, kept in the spill store, and
 * the start of an app from one of them where its lanes are gone.
 */
package dev.sluice.engine.checkpoint;
