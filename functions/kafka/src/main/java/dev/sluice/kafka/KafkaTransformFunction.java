package dev.sluice.kafka;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.transform.Transform;
import dev.sluice.functions.FunctionLog;
import dev.sluice.functions.TimeBudget;
import dev.sluice.functions.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Takes the batches of an event source mapping of Kafka, Amazon's or one's own. A call holds
 * records of several partitions, and each is committed by itself. Where one could not be, the
 * function throws: every mapping repeats the call then, and what was committed is passed over. (An
 * answer that names failures would be taken for success by mappings that are not told to read it.)
 *
 * <p>The mapping must retry for ever: without a limit of tries or of age, and without an on-failure
 * destination, which brings a limit of tries with it.
 */
public final class KafkaTransformFunction implements RequestHandler<KafkaEvent, String> {
  private final Transform transform;
  private final FunctionLog log;

  /** For Lambda: takes everything from the environment. */
  public KafkaTransformFunction() {
    this(Wiring.fromEnvironment());
  }

  private KafkaTransformFunction(Wiring wiring) {
    this(wiring.engine().transform(), wiring.log());
  }

  /**
   * @param transform one call at a time
   * @param log is told of each partition that was not committed as a whole
   */
  public KafkaTransformFunction(Transform transform, FunctionLog log) {
    this.transform = transform;
    this.log = log;
  }

  /**
   * @throws IllegalArgumentException if the event is none of a mapping of Kafka, or a producer set
   *     a record's stamp
   * @throws IllegalStateException SLUICE-K04 if a partition could not be committed; the mapping
   *     repeats the call
   */
  @Override
  public String handleRequest(KafkaEvent event, Context context) {
    List<KafkaBatch> batches = KafkaBatch.of(event);
    BooleanSupplier mayGoOn = TimeBudget.of(context);
    List<String> open = new ArrayList<>();
    List<RuntimeException> causes = new ArrayList<>();
    for (KafkaBatch batch : batches) {
      try {
        Transform.Outcome outcome =
            transform.apply(batch.stream(), batch.shard(), batch.records(), mayGoOn);
        outcome.firstOpen().ifPresent(at -> open.add(report(batch, at + ": " + outcome.why())));
      } catch (RefusedException e) {
        open.add(report(batch, e.getMessage()));
      } catch (RuntimeException e) {
        open.add(report(batch, e.toString()));
        causes.add(e);
      }
    }
    if (open.isEmpty()) {
      return "done";
    }
    IllegalStateException failure =
        new IllegalStateException(
            "SLUICE-K04 "
                + open.size()
                + " of "
                + batches.size()
                + " partitions could not be committed, and the mapping is to repeat the call: "
                + String.join("; ", open));
    causes.forEach(failure::addSuppressed);
    throw failure;
  }

  private String report(KafkaBatch batch, String why) {
    String line = batch.stream() + "/" + batch.shard() + " at " + why;
    log.warn(line, Map.of("lane", Lanes.shard(batch.stream(), batch.shard())));
    return line;
  }
}
