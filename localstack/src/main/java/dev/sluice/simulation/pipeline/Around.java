package dev.sluice.simulation.pipeline;

import dev.sluice.api.StreamContext;
import dev.sluice.simulation.Calls;

/**
 * What a branch may need beside readings.
 *
 * @param context of the app
 * @param calls takes what sinks outside are called with
 */
record Around(StreamContext context, Calls calls) {}
