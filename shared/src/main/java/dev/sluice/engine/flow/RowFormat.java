package dev.sluice.engine.flow;

import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Texts;
import java.nio.charset.StandardCharsets;

/** How a sink's values become bytes. */
@FunctionalInterface
public interface RowFormat {
  byte[] encode(Object value);

  /** The sink's own codec where it has one, text otherwise. */
  static RowFormat of(Node.Sink sink) {
    if (sink instanceof Node.Batches batches) {
      return batches.codec()::encode;
    } else if (sink instanceof Node.ObjectFiles files) {
      return files.codec()::encode;
    } else if (sink instanceof Node.FormattedFiles files) {
      return files.codec()::encode;
    }
    return value -> Texts.of(value).getBytes(StandardCharsets.UTF_8);
  }
}
