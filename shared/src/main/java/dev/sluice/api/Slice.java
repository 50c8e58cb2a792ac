package dev.sluice.api;

import dev.sluice.api.graph.Element;
import dev.sluice.api.graph.Node;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/** Passes what belongs to batches with a border, or windows with an end, in a range. */
record Slice(Instant from, Instant to) implements Node.Step {

  Slice {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }

  @Override
  public void apply(Object value, Element element, Consumer<Object> out) {
    Window window = element.window();
    Instant time = window == null ? Instant.ofEpochMilli(element.borderMillis()) : window.end();
    if (!time.isBefore(from) && !time.isAfter(to)) {
      out.accept(value);
    }
  }

  @Override
  public String parameters() {
    return " " + from + " " + to;
  }
}
