/**
 * New files as a stream. A listing has no order that grows, so the order is made: each file that a
 * listing finds is written down once, in the log of its prefix, and read in the order of that log.
 */
package dev.sluice.engine.files;
