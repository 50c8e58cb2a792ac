package dev.sluice.local.mapping;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls the function. Copies run beside the call, and nobody waits for their answers. */
final class Invoker {

  private final KinesisFunction function;
  private final Events events;
  private final Problems problems;
  private final AtomicInteger copiesInFlight = new AtomicInteger();
  private final ExecutorService copies =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sluice-mapping-copy");
            thread.setDaemon(true);
            return thread;
          });

  Invoker(KinesisFunction function, MappingIdentity identity, Problems problems) {
    this.function = function;
    this.events = new Events(identity);
    this.problems = problems;
  }

  boolean hasCopiesInFlight() {
    return copiesInFlight.get() > 0;
  }

  Outcome invoke(Step.Invoke step) {
    for (int i = 1; i < step.copies(); i++) {
      Batch part = step.part(i);
      copiesInFlight.incrementAndGet();
      copies.execute(
          () -> {
            try {
              call(part);
            } finally {
              copiesInFlight.decrementAndGet();
            }
          });
    }
    return call(step.batch());
  }

  private Outcome call(Batch batch) {
    try {
      return new Outcome.Answered(function.invoke(events.of(batch)));
    } catch (NotInvokedException e) {
      return new Outcome.NotInvoked(e.getMessage());
    } catch (Exception | Error e) {
      // Whatever ends a call on Lambda is a function error, and the mapping outlives it.
      problems.report(
          "The function failed on "
              + batch.records().size()
              + " records of "
              + batch.shardId()
              + " from "
              + batch.first().sequenceNumber()
              + " on.",
          e);
      return new Outcome.Failed(e.toString());
    }
  }

  /** Lets copies end, as long as there is time. */
  boolean close(Duration timeout) throws InterruptedException {
    copies.shutdown();
    return copies.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
