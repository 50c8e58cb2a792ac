package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.functions.BucketFunction;
import dev.sluice.functions.CoordinatorFunction;
import dev.sluice.functions.FunctionLog;
import dev.sluice.functions.TransformFunction;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Witness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A process of another app, or with another interval, that finds the state of this one: whichever
 * function it is, it is refused.
 *
 * @param interval whether it is the same app with another interval
 * @param replaced whether its app is another one by now, perhaps since it stood still
 */
record OtherCode(Engine process, boolean interval, BooleanSupplier replaced, Cloud cloud) {
  private static final int FUNCTIONS = 3;

  static EngineSettings withLongerInterval(EngineSettings settings) {
    return new EngineSettings(
        settings.interval().multipliedBy(2),
        settings.buckets(),
        settings.skewAllowance(),
        settings.entryLifetime(),
        settings.bucketsInline(),
        settings.trust());
  }

  /** Lets it work as one of the functions. */
  void comesBy(Consumer<String> trace) {
    Witness table = cloud.stores.witness();
    try {
      boolean refused = isRefused(cloud.trouble.dice().below(FUNCTIONS));
      if (!refused && cloud.stores.witness() == table) {
        throw new Run.Failed("another app or interval went on with the state of this one", null);
      }
    } catch (ProtocolException e) {
      trace.accept("refused: " + e.getMessage());
      boolean mayBe = replaced.getAsBoolean() && e.getMessage().startsWith("SLUICE-E11");
      boolean unread = e.getMessage().startsWith("SLUICE-E14"); // of a stream that was added
      if (!mayBe && !unread && !(interval && e.getMessage().startsWith("SLUICE-E12"))) {
        throw new Run.Failed("another app or interval", e);
      }
    } catch (StoreUnavailableException | RefusedException | Crash e) {
      // Its table may be lost while it stands still, and given up by its successor.
      trace.accept("another app or interval: " + e.getMessage());
    }
  }

  /** Whether an answer says so, or it had no time; others throw it. */
  private boolean isRefused(int function) {
    CallContext context = new CallContext(cloud.trouble);
    Optional<KinesisEvent> event = cloud.transforms.last();
    if (function == 1 && event.isPresent()) {
      return !new TransformFunction(process.transform(), FunctionLog.lines(line -> {}))
          .handleRequest(event.get(), context)
          .getBatchItemFailures()
          .isEmpty();
    } else if (function == 2) {
      new BucketFunction(process).handleRequest(Map.of("stage", 1, "buckets", List.of(0)), context);
    } else {
      new CoordinatorFunction(process.coordinator()).handleRequest(Map.of(), context);
    }
    return context.ranOut(); // then it has not looked
  }
}
