package dev.sluice.engine.step;

import dev.sluice.api.graph.Node;
import dev.sluice.engine.entry.Out;
import dev.sluice.plan.Plan;

/**
 * How a sink's rows are put together and named.
 *
 * @param part by what a change of the graph knows it; no part for those of Sluice itself
 * @param prefix of the directories, for files
 * @param suffix of the directories without a dot, or empty
 * @param mostRows how many rows count, for printing
 * @param framing how rows become the content
 */
record SinkSpec(
    Out.Kind kind,
    String id,
    String part,
    String prefix,
    String suffix,
    int mostRows,
    Framing framing) {

  static SinkSpec of(Plan plan, Node.Sink sink) {
    String id = plan.sinkId(sink);
    String part = plan.partOf(sink);
    if (sink instanceof Node.Files files) {
      return new SinkSpec(
          Out.Kind.FILE,
          id,
          part,
          files.prefix(),
          files.suffix(),
          Integer.MAX_VALUE,
          Framing.of(files));
    } else if (sink instanceof Node.Print print) {
      return new SinkSpec(Out.Kind.PRINT, id, part, id, "", print.rows(), Framing.LINES);
    }
    return new SinkSpec(Out.Kind.BATCH, id, part, id, "", Integer.MAX_VALUE, Framing.LENGTHS);
  }

  /** A sink of CSV files that Sluice adds itself: dead letters, late values. */
  static SinkSpec system(String prefix) {
    return new SinkSpec(Out.Kind.FILE, prefix, "", prefix, "csv", Integer.MAX_VALUE, Framing.LINES);
  }

  /** Where the rows of an interval's border, or of a window's end, are. */
  String directory(long millis) {
    return withSuffix(prefix + "-" + millis);
  }

  /** Where the rows are by which the step with a border revises a window. */
  String revision(long windowEndMillis, long borderMillis) {
    return withSuffix(prefix + "-" + windowEndMillis + "-r" + borderMillis);
  }

  /** Where the rows are that the step with a border gives before a window closes. */
  String early(long windowEndMillis, long borderMillis) {
    return withSuffix(prefix + "-" + windowEndMillis + "-e" + borderMillis);
  }

  private String withSuffix(String name) {
    return suffix.isEmpty() ? name : name + "." + suffix;
  }
}
