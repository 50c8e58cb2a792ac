package dev.sluice.engine.flow;

import dev.sluice.api.graph.Node;
import java.nio.charset.StandardCharsets;

/** How a sink's values become bytes. */
@FunctionalInterface
public interface RowFormat {
  byte[] encode(Object value);

  /** Text for files and the console, the sink's own codec for functions. */
  static RowFormat of(Node.Sink sink) {
    return sink instanceof Node.Batches batches
        ? batches.codec()::encode
        : value -> String.valueOf(value).getBytes(StandardCharsets.UTF_8);
  }
}
