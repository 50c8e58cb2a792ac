package dev.sluice.engine.step;

import dev.sluice.api.graph.Node;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.flow.Context;
import dev.sluice.engine.flow.Exchange;
import dev.sluice.engine.flow.RowFormat;
import dev.sluice.plan.Plan;

/** The end of a sink that runs in the bucket lanes of the operator before it. */
final class FusedRows implements Exchange {
  private record Prepared(String directory, byte[] key, Object keyObject, byte[] row) {}

  private final SinkSpec sink;
  private final RowFormat format;
  private final boolean namedByWindow;
  private final EngineSettings settings;
  private final StepOutputs outputs;

  FusedRows(Plan plan, EngineSettings settings, Node.Sink sink, StepOutputs outputs) {
    this.sink = SinkSpec.of(plan, sink);
    this.format = RowFormat.of(sink);
    this.namedByWindow = plan.namedByWindow(sink) && sink instanceof Node.Files;
    this.settings = settings;
    this.outputs = outputs;
  }

  @Override
  public Object prepare(Object value, Context context) {
    long border = settings.borderMillis(context.k);
    String directory;
    if (!namedByWindow) {
      directory = sink.directory(border);
    } else if (context.early) {
      directory = sink.early(context.window.endMillis(), border);
    } else if (context.revision.isPresent()) {
      directory = sink.revision(context.window.endMillis(), context.revision.getAsLong());
    } else {
      directory = sink.directory(context.window.endMillis());
    }
    return new Prepared(directory, context.key, context.keyObject, format.encode(value));
  }

  @Override
  public void take(Object place, Object value, long k, long timeMillis, boolean far) {
    Prepared row = (Prepared) place;
    outputs.add(sink, row.directory, row.key, row.keyObject, row.row);
  }

  @Override
  public void flush(BodyBuilder body) {}
}
