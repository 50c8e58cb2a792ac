package dev.sluice.engine;

import dev.sluice.ports.Source;
import java.util.List;
import java.util.function.Function;

/** A stream that does not say which shards it has. */
final class Unlisted extends ForwardingSource {
  private final Function<String, RuntimeException> why;

  /**
   * @param why makes what it throws instead, of a text
   */
  Unlisted(Source source, Function<String, RuntimeException> why) {
    super(source);
    this.why = why;
  }

  @Override
  public List<Shard> shards(String stream) {
    throw why.apply("a test");
  }
}
