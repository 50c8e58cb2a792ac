package dev.sluice.api.graph;

import java.util.List;

/**
 * What functions of an app use besides their arguments.
 *
 * @param running tells them for what they run
 * @param accumulators the names of the accumulators, in the order of their declaration
 */
public record SideInputs(Running running, List<String> accumulators) {}
