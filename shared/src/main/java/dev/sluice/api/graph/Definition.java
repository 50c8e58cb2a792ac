package dev.sluice.api.graph;

import dev.sluice.api.WatermarkPolicy;
import java.util.List;
import java.util.SortedMap;

/**
 * What an app has defined.
 *
 * @param sinks the ends of the graph, in the order of their definition
 * @param names the names that were given to operators; each must have found its operator
 * @param tables the lines of the static tables that the app reads, by name
 * @param watermarks how watermarks of several streams make one
 * @param dropsLate whether late values are counted only
 * @param retired the ids of operators and sinks that an earlier version of the app had
 * @param sides what functions use besides their arguments
 * @param faults what is wrong with it and cannot be seen in the graph
 */
public record Definition(
    List<Node.Sink> sinks,
    List<String> names,
    SortedMap<String, List<String>> tables,
    WatermarkPolicy watermarks,
    boolean dropsLate,
    List<String> retired,
    SideInputs sides,
    List<String> faults) {}
