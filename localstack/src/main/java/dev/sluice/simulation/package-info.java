/**
 * Whole runs of an app from one seed, on one thread: the real engine, the real function classes and
 * the real logic of the event source mapping, on a simulated stream, log, object store, clock and
 * caller, with every fault of {@link dev.sluice.testkit.faults.Fault}. What comes out is compared
 * with what an oracle says, if there is one, and byte by byte with a run in which nothing goes
 * wrong.
 */
package dev.sluice.simulation;
