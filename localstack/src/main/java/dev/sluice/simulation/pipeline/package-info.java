/**
 * Random apps for simulations: each branch of one builds its operators and knows, by a naive fold
 * over all records, what they must give.
 */
package dev.sluice.simulation.pipeline;
