package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.functions.FunctionLog;
import dev.sluice.functions.TransformFunction;
import dev.sluice.local.mapping.NotInvokedException;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls of the transform function. */
final class Transforms implements Outside.Calls {
  private static final String UNAVAILABLE = StoreUnavailableException.class.getSimpleName();

  /** A call has fewer places than that at which it may stand still, as a rule. */
  private static final int PLACES = 8;

  private final Cloud cloud;
  private final Deployments deployments;
  private final Trouble trouble;
  private final Consumer<String> trace;
  private final Deaths deaths = new Deaths();
  private Optional<KinesisEvent> last = Optional.empty();

  Transforms(Cloud cloud, Deployments deployments, Consumer<String> trace) {
    this.cloud = cloud;
    this.deployments = deployments;
    this.trouble = cloud.trouble;
    this.trace = trace;
  }

  /** What a call has brought last. */
  Optional<KinesisEvent> last() {
    return last;
  }

  /** A call had no answer; that happens so often that nobody wants to know from where. */
  private static final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String why) {
      super(why, null, false, false);
    }
  }

  @Override
  public StreamsEventResponse call(KinesisEvent event, Runnable mayGiveUp) throws Exception {
    if (trouble.happens(Fault.THROTTLED_CALL)) {
      throw new NotInvokedException("throttled");
    }
    return answer(event, cloud.pauses.during(mayGiveUp, () -> work(event)));
  }

  @Override
  public void callBeside(KinesisEvent event, Runnable other) {
    int places = trouble.dice().below(PLACES);
    Processes.Work<StreamsEventResponse> done =
        cloud.pauses.beside(other, places, () -> work(event));
    if (!done.isDone()) {
      deaths.failed(first(event), done.failure());
    }
  }

  private StreamsEventResponse answer(
      KinesisEvent event, Processes.Work<StreamsEventResponse> done) {
    if (!done.isDone()) {
      deaths.failed(first(event), done.failure());
      throw new NoAnswer(done.failure());
    }
    return done.answer();
  }

  private Processes.Work<StreamsEventResponse> work(KinesisEvent event) {
    cloud.stores.brought.begins(event);
    last = Optional.of(event);
    Processes.Work<StreamsEventResponse> done =
        cloud.work(
            "call of " + event.getRecords().size() + " records from " + first(event),
            engine ->
                new TransformFunction(engine.transform(), log())
                    .handleRequest(event, new CallContext(trouble)),
            e -> cloud.stores.isBehindTheEnd(e, event) || deployments.lacksStream(e));
    cloud.stores.brought.ended(event);
    return done;
  }

  private static String first(KinesisEvent event) {
    return event.getRecords().get(0).getEventID();
  }

  /** What a call says; that a store has not answered must be true. */
  private FunctionLog log() {
    long before = trouble.happened();
    return FunctionLog.lines(
        line -> {
          trace.accept(line);
          boolean left =
              line.contains("does not list shard"); // what it packed is of no shard known
          if (line.contains(UNAVAILABLE) && !left && trouble.happened() == before) {
            throw new Run.Failed("nothing went wrong, and a call failed: " + line, null);
          }
        });
  }
}
