package dev.sluice.kafka;

import dev.sluice.functions.BucketFunction;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.functions.TransformFunction;
import java.util.List;

/** A process that makes each function as Lambda does, from its environment alone. */
public final class StartFunctions {
  private StartFunctions() {}

  public static void main(String[] args) {
    List<Object> functions =
        List.of(
            new KafkaTransformFunction(),
            new TransformFunction(),
            new CoordinatorFunction(),
            new BucketFunction());
    System.out.println("started " + functions.size());
  }
}
