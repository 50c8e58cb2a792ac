package dev.sluice.local.run;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.functions.TransformFunction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Function instances, as Lambda keeps them: each has one call at a time, idle ones are reused. */
final class TransformInstances {
  private final Supplier<TransformFunction> maker;
  private final Deque<TransformFunction> idle = new ArrayDeque<>();

  TransformInstances(Supplier<TransformFunction> maker) {
    this.maker = maker;
  }

  StreamsEventResponse invoke(KinesisEvent event) {
    TransformFunction function = take();
    StreamsEventResponse answer = function.handleRequest(event, null);
    synchronized (idle) {
      idle.push(function); // not after an exception: Lambda replaces such an instance too
    }
    return answer;
  }

  private TransformFunction take() {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return maker.get();
  }
}
